/** The guides; their own text stands in docs/handleiding. */
export const help = {
  title: 'Hulp',
  lead: 'Stap voor stap, met afbeeldingen van het scherm. Kies wat bij je past.',
  all: 'Alle handleidingen',
  contents: 'Op deze pagina',
  others: 'Andere handleidingen',
  onlyDutch: 'De handleidingen zijn er alleen in het Nederlands.',
}
