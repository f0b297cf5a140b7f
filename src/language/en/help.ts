/** The guides; their own text stands in docs/handleiding. */
export const help = {
  title: 'Help',
  lead: 'Step by step, with pictures of the screen. Choose what fits you.',
  all: 'All guides',
  contents: 'On this page',
  others: 'Other guides',
  onlyDutch: 'The guides are in Dutch only.',
}
