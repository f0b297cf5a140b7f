/** What is wrong with one field of a form; zod messages are keys of this file. */
export const problem = {
  required: 'Vul dit veld in.',
  tooLong: 'Deze tekst is te lang. Kort de tekst in.',
  nulCharacter: 'De tekst bevat een onzichtbaar NUL-teken. Dat kan niet worden opgeslagen. Plak de tekst opnieuw als platte tekst.',
  invalid: 'Dit klopt niet. Kijk het na.',
  choose: 'Maak een keuze.',
  email: 'Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.',
  date: 'Vul een datum in die bestaat, bijvoorbeeld 07-11-2026.',
  time: 'Vul een tijd in, bijvoorbeeld 09:15.',
  wholeNumber: 'Vul een heel getal in.',
  agree: 'Zet een vinkje om verder te gaan.',
  password: 'Kies een wachtwoord van 10 tot 200 tekens.',
  code: 'Vul de code van 6 cijfers in, of een van je reservecodes.',
  points: 'Vul een aantal punten in, bijvoorbeeld 26 of 26,5.',
}
