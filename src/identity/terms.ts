/** The version of the terms and the privacy text. It changes with the texts in `language/{nl,en}/identity.ts`; enrolments keep it. */
export const TERMS_VERSION = '2024-1'
