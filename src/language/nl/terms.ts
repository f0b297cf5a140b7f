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

export const accessibility = {
  title: 'Toegankelijkheid',
  aimTitle: 'Wat je mag verwachten',
  aim:
    'Iedereen moet deze website kunnen gebruiken: met een toetsenbord, met een schermlezer, met vergrote tekst en ook zonder JavaScript. We houden ons aan de richtlijnen WCAG 2.2, niveau AA.',
  timeTitle: 'Extra tijd',
  time:
    'Heb je extra tijd nodig, bijvoorbeeld door dyslexie of een beperking? Neem contact op met het toetsbureau, het liefst vóór je startmoment.',
  helpTitle: 'Werkt er iets niet?',
  help: 'Laat het het toetsbureau weten. We zoeken samen een oplossing en maken het beter.',
}
