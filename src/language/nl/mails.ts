/** Subject and body of every mail. `{{name}}` is always there. */
export const mails = {
  signature: { body: 'Met vriendelijke groet,\nToetsbureau BCMB\n{{office}}' },
  handedIn: {
    subject: 'Ingeleverd: je {{test}}',
    body: 'Beste {{name}},\n\nJe hebt je {{test}} ingeleverd op {{moment}}.\n\nJe ontvangstbewijs heeft de code {{receiptCode}}. Bewaar deze mail. Met deze code kan het toetsbureau nagaan wat je hebt ingeleverd.\n\nJe ontvangstbewijs staat op {{site}}/attempts/{{attemptId}}/receipt',
  },
  handedInByItself: {
    subject: 'De tijd is om: je {{test}} is ingeleverd',
    body: 'Beste {{name}},\n\nDe tijd voor je {{test}} was om op {{moment}}. Wat je op dat moment had opgeslagen, is vanzelf ingeleverd. Je hoeft niets te doen.\n\nJe ontvangstbewijs heeft de code {{receiptCode}}. Bewaar deze mail. Met deze code kan het toetsbureau nagaan wat er is ingeleverd.\n\nJe ontvangstbewijs staat op {{site}}/attempts/{{attemptId}}/receipt',
  },
  invitation: {
    subject: 'Je account bij Toetsronde',
    body: 'Beste {{name}},\n\nHet toetsbureau van BCMB heeft een account voor je gemaakt bij Toetsronde. Daar schrijf je je in voor de toetsen, maak je ze en zie je de uitslag. Beoordelaars en medewerkers doen er hun werk.\n\nKies een wachtwoord via deze link. De link werkt {{days}} dagen en maar één keer:\n{{site}}{{path}}\n\nWerkt de link niet meer? Vraag dan op de inlogpagina een nieuw wachtwoord aan met dit e-mailadres.',
  },
  verification: {
    subject: 'Bevestig je e-mailadres',
    body: 'Beste {{name}},\n\nJe hebt je aangemeld bij Toetsronde. Bevestig je e-mailadres via deze link. Vul daar het wachtwoord in dat je bij het aanmelden koos. De link werkt {{hours}} uur:\n{{site}}{{path}}\n\nHeb jij je niet aangemeld? Dan hoef je niets te doen.',
  },
  magicLink: {
    subject: 'Je link om in te loggen',
    body: 'Beste {{name}},\n\nLog in met deze link. De link werkt {{minutes}} minuten en maar één keer:\n{{site}}{{path}}\n\nHeb jij dit niet gevraagd? Dan hoef je niets te doen.',
  },
  passwordReset: {
    subject: 'Kies een nieuw wachtwoord',
    body: 'Beste {{name}},\n\nKies een nieuw wachtwoord via deze link. De link werkt {{hours}} uur en maar één keer:\n{{site}}{{path}}\n\nHeb jij dit niet gevraagd? Dan hoef je niets te doen. Je oude wachtwoord blijft dan werken.',
  },
  registeredAlready: {
    subject: 'Je hebt al een account',
    body: 'Beste {{name}},\n\nIemand heeft zich bij Toetsronde aangemeld met jouw e-mailadres. Je hebt al een account. Was jij het zelf? Log dan in via deze pagina. Weet je je wachtwoord niet meer? Dan kies je daar een nieuw.\n{{site}}{{path}}\n\nWas jij het niet? Dan hoef je niets te doen. Er is niets veranderd.',
  },
  eligible: {
    subject: 'Je kunt je inschrijven voor de toetsen',
    body: 'Beste {{name}},\n\nJe hebt alle vier de masterclasses van de Basisopleiding. Nu kun je de twee toetsen maken: de casustoets en de reflectietoets.\n\nJe doet dat in een toetsronde. Je kiest zelf welke. Bekijk de toetsrondes en schrijf je in:\n{{site}}/enrolments\n\nHeb je nog geen account? Maak er dan een met dit e-mailadres. Je masterclasses staan dan klaar.',
  },
  enrolmentConfirmed: {
    subject: 'Je inschrijving is bevestigd',
    body: 'Beste {{name}},\n\nJe betaling is binnen. Je plek in {{round}} is zeker.\n\nKies nu je startmoment. Dat kan in de startperiode: {{window}}. Na de start heb je {{hours}} uur om je werk in te leveren.\n{{site}}/enrolments/{{enrolmentId}}\n\nBetaalbewijs\nBestelnummer: {{number}}\nOmschrijving: {{product}}\nBedrag: {{amount}}\nBetaald op: {{date}}',
  },
  startChosen: {
    subject: 'Je startmoment: {{start}}',
    body: 'Beste {{name}},\n\nJe startmoment voor {{round}} staat vast.\n\nStart: {{start}}\nUiterste inlevermoment: {{deadline}}\n\nDe klok begint op je startmoment te lopen, ook als je dan niet inlogt. Tot die tijd kun je nog een ander moment kiezen:\n{{site}}/enrolments/{{enrolmentId}}\n\nVoor je agenda: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  enrolmentLapsed: {
    subject: 'Je hebt geen startmoment gekozen',
    body: 'Beste {{name}},\n\nDe startperiode van {{round}} is voorbij en je had geen startmoment gekozen. Daardoor kun je in deze toetsronde niet meer beginnen.\n\nJe betaling blijft geldig. Bel of mail het toetsbureau. Het kan je zonder nieuwe betaling naar een andere toetsronde verplaatsen.',
  },
  newChance: {
    subject: 'Je mag je opnieuw inschrijven',
    body: 'Beste {{name}},\n\nHet toetsbureau geeft je een nieuwe kans. Je mag je nog één keer inschrijven, voor:\n\n{{tests}}\n\nDat gaat zoals de eerste keer: je kiest een toetsronde en betaalt. Is de uitslag onvoldoende, dan mag je daarna weer één keer herkansen.\n\nSchrijf je in op {{site}}/enrolments',
  },
  enrolmentMoved: {
    subject: 'Je bent verplaatst naar {{round}}',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft je inschrijving verplaatst van {{from}} naar {{round}}. Je hoeft niet opnieuw te betalen.\n\nKies een nieuw startmoment. Dat kan in de startperiode: {{window}}.\n{{site}}/enrolments/{{enrolmentId}}',
  },
  roundCalledOffMoved: {
    subject: '{{from}} gaat niet door: je doet mee aan {{round}}',
    body: 'Beste {{name}},\n\n{{from}} gaat niet door. We hebben je inschrijving verplaatst naar {{round}}. Je hoeft niet opnieuw te betalen.\n\nKies een nieuw startmoment. Dat kan in de startperiode: {{window}}. Komt dat niet uit, bel of mail dan het toetsbureau.\n{{site}}/enrolments/{{enrolmentId}}',
  },
  roundCalledOffRefund: {
    subject: '{{round}} gaat niet door: je krijgt je geld terug',
    body: 'Beste {{name}},\n\n{{round}} gaat niet door. Je inschrijving is daarmee vervallen. Wat je hebt betaald, storten we terug op de rekening waarmee je betaalde. Je krijgt bericht zodra dat is gebeurd.\n\nWil je aan een andere toetsronde meedoen? Schrijf je dan opnieuw in:\n{{site}}/enrolments',
  },
  roundCalledOffUnpaid: {
    subject: '{{round}} gaat niet door',
    body: 'Beste {{name}},\n\n{{round}} gaat niet door. Je inschrijving is daarmee vervallen. Je had nog niet betaald.\n\nWil je aan een andere toetsronde meedoen? Schrijf je dan opnieuw in:\n{{site}}/enrolments',
  },
  enrolmentCancelled: {
    subject: 'Je inschrijving is geannuleerd',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft je inschrijving voor {{round}} geannuleerd. Heb je hier vragen over, bel of mail dan het toetsbureau.',
  },
  paymentNotUsed: {
    subject: 'We storten je betaling terug',
    body: 'Beste {{name}},\n\nWe kregen een betaling van {{amount}} voor bestelling {{number}} die we niet konden gebruiken: de bestelling was al betaald, of je plek in {{round}} was er niet meer. We storten dit bedrag terug op de rekening waarmee je betaalde. Je krijgt bericht zodra dat is gebeurd.',
  },
  paymentRefunded: {
    subject: 'Je geld komt terug',
    body: 'Beste {{name}},\n\nWe hebben {{amount}} teruggestort voor bestelling {{number}}. Het staat binnen enkele werkdagen op de rekening waarmee je betaalde.',
  },
  workAssigned: {
    subject: 'Er staan antwoorden voor je klaar: {{round}}',
    body: 'Beste {{name}},\n\nVoor {{round}} staan nieuwe antwoorden voor je klaar om te beoordelen. Aantal: {{number}}.\n\nLog in en kies Beoordelen: {{site}}/assessor\n\nHerken je in een antwoord iemand aan wie je les gaf of die je begeleidde? Meld dat dan bij dat antwoord. Iemand anders neemt het over.',
  },
  retakeOffer: {
    subject: 'Je kunt een toets herkansen',
    body: 'Beste {{name}},\n\nJe hebt nog niet overal een voldoende voor. Dit mag je één keer herkansen:\n\n{{tests}}\n\nJe kiest zelf een latere toetsronde. Er is geen uiterste datum. Je krijgt een andere casus of andere vragen dan de eerste keer, en weer de volledige tijd.\n\nVraag je herkansing aan op {{site}}/retakes\n\nLees eerst je uitslag en de toelichting van de beoordelaar. Daarin staat waar je op kunt letten.',
  },
  results: {
    subject: 'Je uitslag van {{round}} staat klaar',
    body: 'Beste {{name}},\n\nDe uitslag van {{round}} is bekend. Je leest je uitslag en de toelichting hier:\n\n{{links}}\n\nJe logt in met je eigen account. Vanwege je privacy staat de uitslag niet in deze mail.',
  },
  problemAnswered: {
    subject: 'Antwoord op je melding over de {{test}}',
    body: 'Beste {{name}},\n\nJe meldde een probleem bij je {{test}} op {{moment}}:\n\n{{report}}\n\nHet toetsbureau antwoordt:\n\n{{answer}}\n\nDe klok van je toets is hierdoor niet veranderd, tenzij het toetsbureau dat schrijft. Je toets staat op {{site}}/attempts/{{attemptId}}',
  },
  deadlineMoved: {
    subject: 'Je {{test}}: nieuw uiterste inlevermoment',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft het uiterste inlevermoment van je {{test}} veranderd.\n\nWas: {{before}}\nIs nu: {{after}}{{open}}\n\nDe reden: {{reason}}\n\nJe toetsen staan op {{site}}/enrolments/{{enrolmentId}}/tests\nVoor je agenda: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  extraTimeSet: {
    subject: 'Je extra tijd is veranderd: nieuw uiterste inlevermoment',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft je persoonlijke extra tijd veranderd. Daardoor is het uiterste inlevermoment nu anders.\n\n{{tests}}\n\nJe toetsen staan op {{site}}/enrolments/{{enrolmentId}}/tests\nVoor je agenda: {{site}}/enrolments/{{enrolmentId}}/calendar.ics\n\nKlopt dit niet, bel of mail dan het toetsbureau.',
  },
  incidentTime: {
    subject: 'Je krijgt tijd terug door een storing',
    body: 'Beste {{name}},\n\nEr was een storing van {{from}} tot {{until}}. De tijd die je daardoor kwijt was, krijg je terug.\n\n{{tests}}{{open}}\n\nWat er aan de hand was: {{reason}}\n\nJe toetsen staan op {{site}}/enrolments/{{enrolmentId}}/tests\nVoor je agenda: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  attemptReopened: {
    subject: 'Je {{test}} is weer open',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft je {{test}} weer geopend. Je kunt verder tot {{deadline}}. Lever de toets daarna opnieuw in. Doe je niets, dan wordt op dat moment vanzelf ingeleverd wat je hebt opgeslagen.\n\nDe reden: {{reason}}\n\nJe toetsen staan op {{site}}/enrolments/{{enrolmentId}}/tests',
  },
  closedByStaff: {
    subject: 'Je {{test}} is afgesloten',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft je {{test}} afgesloten op {{moment}}. Wat je had opgeslagen, is ingeleverd.\n\nDe reden: {{reason}}\n\nJe ontvangstbewijs heeft de code {{receiptCode}}. Bewaar deze mail. Het ontvangstbewijs staat op {{site}}/attempts/{{attemptId}}/receipt\n\nKlopt dit niet, bel of mail dan het toetsbureau.',
  },
  attemptVoided: {
    subject: 'Je {{test}} is ongeldig verklaard',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft je {{test}} ongeldig verklaard. De toets telt niet mee en je kunt er niet meer aan werken.\n\nJe krijgt je kans terug: het toetsbureau plaatst je zonder nieuwe betaling in een toetsronde. Daarover krijg je weer een mail.\n\nJe inschrijving staat op {{site}}/enrolments/{{enrolmentId}}\n\nKlopt dit niet, bel of mail dan het toetsbureau.',
  },
  lateAccepted: {
    subject: 'Je antwoord op vraag {{number}} telt mee',
    body: 'Beste {{name}},\n\nEen tekst van je {{test}}, bij vraag {{number}}, kwam te laat binnen, op {{moment}}. Het toetsbureau laat deze tekst meetellen.\n\nDe reden: {{reason}}\n\nJe krijgt een nieuw ontvangstbewijs, met de code {{receiptCode}}. Bewaar deze mail. Het ontvangstbewijs staat op {{site}}/attempts/{{attemptId}}/receipt',
  },
  startMoved: {
    subject: 'Je startmoment is verzet naar {{start}}',
    body: 'Beste {{name}},\n\nHet toetsbureau heeft je startmoment voor {{round}} verzet. Je klok begint opnieuw op {{start}}. Wat je al had geschreven, blijft staan.\n\nUiterste inlevermoment:\n{{tests}}\n\nDe reden: {{reason}}\n\nJe inschrijving staat op {{site}}/enrolments/{{enrolmentId}}\nVoor je agenda: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  deadlineReminder: {
    subject: 'Nog {{hours}} uur om in te leveren',
    body: 'Beste {{name}},\n\nJe hebt nog niet alles ingeleverd:\n\n{{tests}}\n\nUiterste inlevermoment: {{deadline}}. Wat je dan hebt opgeslagen, wordt vanzelf ingeleverd.\n\nJe toetsen staan op {{site}}/enrolments/{{enrolmentId}}/tests',
  },
  startReminder: {
    subject: 'Kies je startmoment voor {{round}}',
    body: 'Beste {{name}},\n\nJe hebt nog geen startmoment gekozen voor {{round}}. Dat kan nog tot en met {{last}}. Kies je niets, dan kun je in deze toetsronde niet meer beginnen.\n\nKies je startmoment op {{site}}/enrolments/{{enrolmentId}}/start',
  },
}
