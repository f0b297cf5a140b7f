declare module 'mailparser' {
  interface Address {
    readonly text: string
  }
  /** As much of a parsed mail as the tests look at. */
  interface ParsedMail {
    readonly subject?: string
    readonly text?: string
    readonly messageId?: string
    readonly from?: Address
    readonly to?: Address
    readonly attachments: readonly { readonly filename?: string; readonly contentType: string; readonly content: Buffer }[]
    readonly headers: ReadonlyMap<string, unknown>
  }
  export function simpleParser(source: Buffer | string): Promise<ParsedMail>
}
