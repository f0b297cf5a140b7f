export const terms = {
  title: 'Terms of the tests',
  version: 'Version {{version}}',
  placeTitle: 'Enrolling and paying',
  place:
    'You can enrol once you have completed the four masterclasses, each by certificate or exemption. Both tests together cost € 125. You pay with iDEAL. Your place is certain as soon as your payment has arrived. A place that has not been paid for is held for 30 minutes.',
  momentTitle: 'Start moment and time',
  moment:
    'You choose your own start moment within the start period of the test round. From then on you have 72 hours to hand in the case test and the reflection test. The clock runs even when you are not signed in. Until the start moment you can choose another one. If you chose none, the test office can move you to another round.',
  rulesTitle: 'Rules during the test',
  rules:
    'You do the tests yourself. You may use books, notes and websites. Nobody else, and no artificial intelligence, may write your answers. What you have saved when time is up counts as handed in.',
  resultTitle: 'Result, review and objection',
  result:
    'Two members of staff release the results of a round together. Then you see your result and the feedback. Reviewing your work and objecting go on request: call or mail the test office, until six weeks after the results. You can object once per test. Somebody who has not assessed your work looks at it then.',
  retakeTitle: 'Retakes',
  retake:
    'You may retake a test with an insufficient result once, in a later round. The case test then costs € 70, the reflection test € 55, both together € 125. If it is insufficient again, that is final. The test office can allow a new full enrolment.',
  cancelTitle: 'Cancelling',
  cancel:
    'If you want to cancel, contact the test office. It decides by the general terms of BCMB whether you get your money back. If a round does not take place, we move you to another round or you get your money back.',
}

export const privacy = {
  title: 'Privacy statement',
  version: 'Version {{version}}',
  whatTitle: 'Which data we keep',
  what:
    'We keep your name, your e-mail address, your language, your masterclasses and exemptions, your enrolments and payments, your answers and your results. We also keep earlier versions of your answers, your reports of problems and the mails that we send you. Of each time you sign in and of each report we keep which browser and which system you use. If you need extra time we keep how much, not why. We do not see your account number: our payment service handles the payment.',
  whyTitle: 'What we use them for',
  why:
    'We use your data to hold and assess the tests, to issue certificates and to mail you about your tests. We do not use them for advertising and do not sell them.',
  whoTitle: 'Who sees them',
  who:
    'The test office sees your data. Assessors see your answers with a candidate number, without your name. Whoever has the number of your certificate can check whether it is genuine.',
  longTitle: 'How long we keep them',
  long:
    'We keep your work for two years or longer. We keep results and certificates longer, so that they can still be checked later. We keep payment records for seven years, because tax law asks for it. The test office erases data that we need not keep any longer on request.',
  cookiesTitle: 'Cookies and storage in your browser',
  cookies: 'We only use cookies that are needed: to keep you signed in and to remember your language. Text of a test that is not saved yet stands in the storage of your own browser until we have it. Nobody is watching you.',
  rightsTitle: 'Your rights',
  rights:
    'You change your name and your language yourself under My account. If you want to see other data, have them corrected or have them erased, ask the test office. If you disagree with what we do, you can complain to the Dutch data protection authority (Autoriteit Persoonsgegevens).',
}

export const accessibility = {
  title: 'Accessibility statement',
  lead: 'Everybody should be able to use this website. Here you can read how far we are, what we tested and what we did not.',
  scopeTitle: 'What this statement is about',
  scope: 'All pages of Toetsronde BCMB at this address. Not the payment page of your bank, and not other websites of BCMB.',
  statusTitle: 'Compliance status',
  status: 'We aim at WCAG 2.2, level AA. There has been no independent audit yet. That is why we do not say that this website complies fully.',
  testedTitle: 'What we tested',
  testedAxe:
    'A program (axe) checks all pages in the states that occur during a test round: on a laptop and on a phone, light and dark. It now finds no failures of WCAG 2.2, levels A and AA.',
  testedPages: 'Of the same pages we check the headings, the title, the language, the size of buttons, and whether they fit a narrow screen without scrolling sideways.',
  testedKeyboard:
    'A test round is walked in a real browser by keyboard alone: by a candidate, by assessors and by the test office. At every step you can see where you are. All steps also work without JavaScript.',
  untestedTitle: 'What we did not test',
  untested:
    'We did not test with a screen reader, nor with people with a disability. No checking program has looked at the certificates in PDF. A program finds only some of the failures: there may be others that we do not know of.',
  madeTitle: 'How this statement was made',
  made: 'The statement was drawn up in November 2026, from our own tests. These tests run at every change of the website.',
  timeTitle: 'Extra time',
  time: 'Do you need extra time, because of dyslexia or a disability for example? Contact the test office, preferably before your start moment.',
  helpTitle: 'Does something not work?',
  help: 'Tell the test office. We look for a way together and make it better.',
  complaintTitle: 'Are you not satisfied with our answer?',
  complaint: 'Then you can ask the Netherlands Institute for Human Rights whether you are treated equally.',
}
