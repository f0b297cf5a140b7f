// The column kit chooses its engine when it is imported, so the address has to be there before any test file is.
import { inject } from 'vitest'

process.env['DATABASE_URL'] = inject('postgresUrl')
