/** The version of the terms and the privacy text. It changes with the texts in `language/{nl,en}/terms.ts`; enrolments keep it. */
export const TERMS_VERSION = '2026-1'
