export type Engine = 'sqlite' | 'postgres'

/** The engine an address (`DATABASE_URL`) speaks of; without an address it is SQLite. */
export const engineOf = (url: string | undefined): Engine => (url?.startsWith('postgres') === true ? 'postgres' : 'sqlite')

/** The file behind an SQLite address: a path, `file:` before it or not; without an address the default one. */
export const sqliteFile = (url: string | undefined): string =>
  url === undefined || url === '' ? 'data/toetsronde.sqlite' : url.replace(/^file:(\/\/(?=\/))?/, '')
