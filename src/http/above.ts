interface Mounted {
  readonly method: string
  readonly path: string
}

const shapeOf = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`)

const shapesOf = (routes: readonly Mounted[], method: string): RegExp[] => [
  ...new Set(routes.filter((route) => route.method === method).map(({ path }) => path)),
].map(shapeOf)

/**
 * The page above an address that takes posts alone: where somebody belongs who comes there with a GET, because they
 * reloaded, signed in again, or changed the language on the page that answered their post.
 *
 * @param routes everything that is mounted
 * @param exempt addresses of machines
 * @returns a function of the path asked for; `null` when nothing takes posts there
 */
export function pageAbove(routes: readonly Mounted[], exempt: readonly string[]): (path: string) => string | null {
  const [posts, pages] = [shapesOf(routes.filter(({ path }) => !exempt.includes(path)), 'POST'), shapesOf(routes, 'GET')]
  return (path) => {
    if (!posts.some((shape) => shape.test(path))) return null
    for (let above = path; above !== ''; above = above.slice(0, above.lastIndexOf('/'))) {
      if (pages.some((shape) => shape.test(above))) return above
    }
    return '/'
  }
}
