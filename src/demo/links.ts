import type { MailPart } from '../../views/demo/mails.tsx'

/**
 * A mail's text in words and links. Only addresses of our own become links, without the site, so that they work under
 * whatever name this program is reached.
 *
 * @param baseUrl without a slash at its end
 */
export function linkedParts(text: string, baseUrl: string): readonly MailPart[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/).flatMap((part): MailPart[] => {
    if (part === '') return []
    const isOurs = part === baseUrl || part.startsWith(`${baseUrl}/`)
    return [{ text: part, href: isOurs ? part.slice(baseUrl.length) || '/' : null }]
  })
}
