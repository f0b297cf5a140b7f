/** The terms and the privacy text. Raise TERMS_VERSION (src/identity/terms.ts) when something here changes. */
export const terms = {
  title: 'Voorwaarden voor de toetsen',
  version: 'Versie {{version}}',
  placeTitle: 'Inschrijven en betalen',
  place:
    'Je kunt je inschrijven als je de vier masterclasses hebt afgerond, elk met een certificaat of een vrijstelling. Beide toetsen samen kosten € 125. Je betaalt met iDEAL. Je plek staat vast zodra je betaling binnen is. Een plek waarvoor niet is betaald, houden we 30 minuten vast.',
  momentTitle: 'Startmoment en tijd',
  moment:
    'Je kiest zelf een startmoment binnen de startperiode van de toetsronde. Vanaf dat moment heb je 72 uur om de casustoets en de reflectietoets in te leveren. De klok loopt ook als je niet bent ingelogd. Tot het startmoment kun je een ander moment kiezen. Koos je geen moment, dan kan het toetsbureau je naar een andere toetsronde verplaatsen.',
  rulesTitle: 'Regels tijdens de toets',
  rules:
    'Je maakt de toetsen zelf. Je mag boeken, aantekeningen en websites gebruiken. Een ander, of een programma met kunstmatige intelligentie, mag je antwoorden niet schrijven. Wat je hebt opgeslagen als de tijd om is, telt als ingeleverd.',
  resultTitle: 'Uitslag, inzage en bezwaar',
  result:
    'Twee medewerkers geven de uitslag van een toetsronde samen vrij. Daarna zie je je uitslag en de toelichting. Inzage en bezwaar gaan op verzoek: bel of mail daarvoor het toetsbureau, tot zes weken na de uitslag. Je kunt één keer per toets bezwaar maken. Iemand die je werk nog niet heeft beoordeeld, kijkt er dan naar.',
  retakeTitle: 'Herkansen',
  retake:
    'Een toets met een onvoldoende mag je één keer herkansen in een latere toetsronde. De casustoets kost dan € 70, de reflectietoets € 55, beide samen € 125. Is het weer onvoldoende, dan is dat definitief. Het toetsbureau kan een nieuwe volledige inschrijving toestaan.',
  cancelTitle: 'Annuleren',
  cancel:
    'Wil je annuleren, neem dan contact op met het toetsbureau. Het toetsbureau beslist volgens de algemene voorwaarden van BCMB of je geld terugkrijgt. Gaat een toetsronde niet door, dan verplaatsen we je naar een andere toetsronde of krijg je je geld terug.',
}

export const privacy = {
  title: 'Privacyverklaring',
  version: 'Versie {{version}}',
  whatTitle: 'Welke gegevens we bewaren',
  what:
    'We bewaren je naam, je e-mailadres, je taal, je masterclasses en vrijstellingen, je inschrijvingen en betalingen, je antwoorden en je uitslagen. Ook eerdere versies van je antwoorden, je meldingen van problemen en de mails die we je sturen, bewaren we. Van elke keer dat je inlogt en van elke melding bewaren we welke browser en welk systeem je gebruikt. Heb je extra tijd nodig, dan bewaren we alleen hoeveel, niet waarom. Je rekeningnummer zien we niet: de betaling loopt via onze betaaldienst.',
  whyTitle: 'Waarvoor we ze gebruiken',
  why:
    'We gebruiken je gegevens om de toetsen af te nemen en te beoordelen, om certificaten te geven en om je over je toetsen te mailen. We gebruiken ze niet voor reclame en verkopen ze niet.',
  whoTitle: 'Wie ze ziet',
  who:
    'Het toetsbureau ziet je gegevens. Beoordelaars zien je antwoorden met een kandidaatnummer, zonder je naam. Wie het nummer van je certificaat heeft, kan nagaan of het echt is.',
  longTitle: 'Hoe lang we ze bewaren',
  long:
    'Je werk bewaren we twee jaar of langer. Uitslagen en certificaten bewaren we langer, zodat je ze later nog kunt laten controleren. Gegevens over betalingen bewaren we zeven jaar, omdat de belastingwet dat vraagt. Gegevens die we niet meer hoeven te bewaren, wist het toetsbureau op verzoek.',
  cookiesTitle: 'Cookies en opslag in je browser',
  cookies: 'We gebruiken alleen cookies die nodig zijn: om je ingelogd te houden en om je taal te onthouden. Tekst van een toets die nog niet is opgeslagen, staat in de opslag van je eigen browser tot die bij ons is. Er kijkt niemand mee.',
  rightsTitle: 'Jouw rechten',
  rights:
    'Je naam en je taal verander je zelf bij Mijn account. Wil je andere gegevens inzien, laten verbeteren of laten wissen, vraag dat dan aan het toetsbureau. Ben je het niet eens met wat we doen, dan kun je een klacht indienen bij de Autoriteit Persoonsgegevens.',
}

/** Says what the tests do, and nothing else: `test/sights` and `test/journeys`. */
export const accessibility = {
  title: 'Toegankelijkheids\u00adverklaring',
  lead: 'Iedereen moet deze website kunnen gebruiken. Hier lees je hoe ver we zijn, wat we hebben getest en wat niet.',
  scopeTitle: 'Waar deze verklaring over gaat',
  scope: 'Over alle pagina’s van Toetsronde BCMB op dit adres. Niet over de betaalpagina van je bank en niet over andere websites van BCMB.',
  statusTitle: 'Nalevingsstatus',
  status:
    'We richten ons op WCAG 2.2, niveau AA. Een onafhankelijk onderzoek is er nog niet. Daarom zeggen we niet dat deze website helemaal voldoet.',
  testedTitle: 'Wat we hebben getest',
  testedAxe:
    'Een programma (axe) controleert alle pagina’s in de standen die tijdens een toetsronde voorkomen: op een laptop en op een telefoon, licht en donker. Het vindt nu geen fouten tegen WCAG 2.2, niveau A en AA.',
  testedPages:
    'Van dezelfde pagina’s controleren we de koppen, de titel, de taal, de grootte van knoppen en of ze op een smal scherm passen zonder opzij te schuiven.',
  testedKeyboard:
    'Een toetsronde wordt in een echte browser met alleen het toetsenbord gelopen: door een kandidaat, door beoordelaars en door het toetsbureau. Bij elke stap is te zien waar je bent. Alle stappen werken ook zonder JavaScript.',
  untestedTitle: 'Wat we niet hebben getest',
  untested:
    'We hebben niet getest met een schermlezer en niet met mensen met een beperking. De certificaten in pdf zijn niet door een controleprogramma bekeken. Een programma vindt maar een deel van de fouten: er kunnen er nog zijn die we niet kennen.',
  madeTitle: 'Hoe deze verklaring is gemaakt',
  made: 'De verklaring is opgesteld in november 2026, op grond van onze eigen tests. Die tests draaien bij elke wijziging van de website.',
  timeTitle: 'Extra tijd',
  time:
    'Heb je extra tijd nodig, bijvoorbeeld door dyslexie of een beperking? Neem contact op met het toetsbureau, het liefst vóór je startmoment.',
  helpTitle: 'Werkt er iets niet?',
  help: 'Laat het het toetsbureau weten. We zoeken samen een oplossing en maken het beter.',
  complaintTitle: 'Ben je niet tevreden met ons antwoord?',
  complaint: 'Dan kun je het College voor de Rechten van de Mens vragen of je gelijk wordt behandeld.',
}
