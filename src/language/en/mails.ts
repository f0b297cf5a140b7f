export const mails = {
  signature: { body: 'Kind regards,\nBCMB test office\n{{office}}' },
  handedIn: {
    subject: 'Handed in: your {{test}}',
    body: 'Dear {{name}},\n\nYou handed in your {{test}} on {{moment}}.\n\nYour receipt has the code {{receiptCode}}. Keep this mail: with this code the test office can check what you handed in.\n\nYour receipt is at {{site}}/attempts/{{attemptId}}/receipt',
  },
  handedInByItself: {
    subject: 'Time is up: your {{test}} was handed in',
    body: 'Dear {{name}},\n\nThe time for your {{test}} was up on {{moment}}. What you had saved by then was handed in automatically. There is nothing you need to do.\n\nYour receipt has the code {{receiptCode}}. Keep this mail: with this code the test office can check what was handed in.\n\nYour receipt is at {{site}}/attempts/{{attemptId}}/receipt',
  },
  invitation: {
    subject: 'Your account at Toetsronde',
    body: 'Dear {{name}},\n\nThe BCMB test office has made an account for you at Toetsronde. That is where you enrol for the tests, sit them and see your results. Assessors and staff do their work there.\n\nChoose a password with this link. It works for {{days}} days and only once:\n{{site}}{{path}}\n\nDoes the link not work any more? Then ask for a new password on the sign-in page with this e-mail address.',
  },
  verification: {
    subject: 'Confirm your e-mail address',
    body: 'Dear {{name}},\n\nYou registered at Toetsronde. Confirm your e-mail address with this link, and fill in the password you chose when you registered. The link works for {{hours}} hours:\n{{site}}{{path}}\n\nDid you not register? Then you need not do anything.',
  },
  magicLink: {
    subject: 'Your link to sign in',
    body: 'Dear {{name}},\n\nSign in with this link. It works for {{minutes}} minutes and only once:\n{{site}}{{path}}\n\nDid you not ask for this? Then you need not do anything.',
  },
  passwordReset: {
    subject: 'Choose a new password',
    body: 'Dear {{name}},\n\nChoose a new password with this link. It works for {{hours}} hours and only once:\n{{site}}{{path}}\n\nDid you not ask for this? Then you need not do anything. Your old password keeps working.',
  },
  registeredAlready: {
    subject: 'You already have an account',
    body: 'Dear {{name}},\n\nSomebody registered at Toetsronde with your e-mail address. You already have an account. Was it you? Then sign in on this page. Forgotten your password? Choose a new one there.\n{{site}}{{path}}\n\nWas it not you? Then you need not do anything. Nothing has changed.',
  },
  eligible: {
    subject: 'You can enrol for the tests',
    body: 'Dear {{name}},\n\nYou have all four masterclasses of the Basisopleiding. Now you can take the two tests: the case test and the reflection test.\n\nYou do so in a test round, which you choose yourself. See the test rounds and enrol:\n{{site}}/enrolments\n\nNo account yet? Make one with this e-mail address. Your masterclasses will be there.',
  },
  enrolmentConfirmed: {
    subject: 'Your enrolment is confirmed',
    body: 'Dear {{name}},\n\nYour payment has come in. Your place in {{round}} is certain.\n\nNow choose your start moment, within the start period: {{window}}. After the start you have {{hours}} hours to hand in your work.\n{{site}}/enrolments/{{enrolmentId}}\n\nProof of payment\nOrder number: {{number}}\nDescription: {{product}}\nAmount: {{amount}}\nPaid on: {{date}}',
  },
  startChosen: {
    subject: 'Your start moment: {{start}}',
    body: 'Dear {{name}},\n\nYour start moment for {{round}} is set.\n\nStart: {{start}}\nDeadline: {{deadline}}\n\nThe clock starts at your start moment, also when you do not sign in then. Until then you can choose another moment:\n{{site}}/enrolments/{{enrolmentId}}\n\nFor your calendar: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  enrolmentLapsed: {
    subject: 'You did not choose a start moment',
    body: 'Dear {{name}},\n\nThe start period of {{round}} is over and you had not chosen a start moment. So you can no longer begin in this round.\n\nYour payment stays valid. Call or mail the test office. They can move you to another round without a new payment.',
  },
  newChance: {
    subject: 'You may enrol again',
    body: 'Dear {{name}},\n\nThe test office gives you a new chance. You may enrol once more, for:\n\n{{tests}}\n\nIt goes as it did the first time: you choose a round and pay. If the result is insufficient, you may retake once again after that.\n\nEnrol at {{site}}/enrolments',
  },
  enrolmentMoved: {
    subject: 'You have been moved to {{round}}',
    body: 'Dear {{name}},\n\nThe test office has moved your enrolment from {{from}} to {{round}}. You do not need to pay again.\n\nChoose a new start moment, within the start period: {{window}}.\n{{site}}/enrolments/{{enrolmentId}}',
  },
  roundCalledOffMoved: {
    subject: '{{from}} is called off: you take part in {{round}}',
    body: 'Dear {{name}},\n\n{{from}} is called off. We have moved your enrolment to {{round}}. You do not need to pay again.\n\nChoose a new start moment, within the start period: {{window}}. If that does not suit you, call or mail the test office.\n{{site}}/enrolments/{{enrolmentId}}',
  },
  roundCalledOffRefund: {
    subject: '{{round}} is called off: you get your money back',
    body: 'Dear {{name}},\n\n{{round}} is called off, and with it your enrolment. What you paid goes back to the account you paid from. We will tell you as soon as that is done.\n\nWould you like to take part in another round? Then enrol again:\n{{site}}/enrolments',
  },
  roundCalledOffUnpaid: {
    subject: '{{round}} is called off',
    body: 'Dear {{name}},\n\n{{round}} is called off, and with it your enrolment. You had not paid yet.\n\nWould you like to take part in another round? Then enrol again:\n{{site}}/enrolments',
  },
  enrolmentCancelled: {
    subject: 'Your enrolment has been cancelled',
    body: 'Dear {{name}},\n\nThe test office has cancelled your enrolment for {{round}}. If you have any questions, call or mail the test office.',
  },
  paymentNotUsed: {
    subject: 'We are refunding your payment',
    body: 'Dear {{name}},\n\nWe received a payment of {{amount}} for order {{number}} that we could not use: the order had been paid already, or your place in {{round}} was gone. We are returning this amount to the account you paid from. We will tell you as soon as that is done.',
  },
  paymentRefunded: {
    subject: 'Your money is on its way back',
    body: 'Dear {{name}},\n\nWe have returned {{amount}} for order {{number}}. It will be in the account you paid from within a few working days.',
  },
  workAssigned: {
    subject: 'There are answers for you to assess: {{round}}',
    body: 'Dear {{name}},\n\nNew answers of {{round}} are waiting for you to be assessed. How many: {{number}}.\n\nSign in and choose Assessing: {{site}}/assessor\n\nDo you recognise in an answer somebody whom you taught or supervised? Say so at that answer. Somebody else will take it over.',
  },
  retakeOffer: {
    subject: 'You can retake a test',
    body: 'Dear {{name}},\n\nNot everything is sufficient yet. You may retake this once:\n\n{{tests}}\n\nYou choose a later test round yourself. There is no last date. You get another case or other questions than the first time, and the full time again.\n\nOrder your retake at {{site}}/retakes\n\nRead your result and what the assessor wrote first. It tells you what to pay attention to.',
  },
  results: {
    subject: 'Your result of {{round}} is ready',
    body: 'Dear {{name}},\n\nThe results of {{round}} are out. You can read your result, with an explanation, here:\n\n{{links}}\n\nSign in with your own account. For your privacy the result itself is not in this mail.',
  },
  problemAnswered: {
    subject: 'Answer to your report about the {{test}}',
    body: 'Dear {{name}},\n\nYou reported a problem with your {{test}} on {{moment}}:\n\n{{report}}\n\nThe test office answers:\n\n{{answer}}\n\nThis has not changed the clock of your test, unless the test office writes so. Your test is at {{site}}/attempts/{{attemptId}}',
  },
  deadlineMoved: {
    subject: 'Your {{test}}: new deadline',
    body: 'Dear {{name}},\n\nThe test office has changed the deadline of your {{test}}.\n\nIt was: {{before}}\nIt is now: {{after}}{{open}}\n\nThe reason: {{reason}}\n\nYour tests are at {{site}}/enrolments/{{enrolmentId}}/tests\nFor your calendar: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  extraTimeSet: {
    subject: 'Your extra time has changed: new deadline',
    body: 'Dear {{name}},\n\nThe test office has changed your personal extra time. That is why the deadline is another one now.\n\n{{tests}}\n\nYour tests are at {{site}}/enrolments/{{enrolmentId}}/tests\nFor your calendar: {{site}}/enrolments/{{enrolmentId}}/calendar.ics\n\nIf this is not right, ring or mail the test office.',
  },
  incidentTime: {
    subject: 'You get time back because of an incident',
    body: 'Dear {{name}},\n\nThere was an incident from {{from}} until {{until}}. You get back the time that you lost by it.\n\n{{tests}}{{open}}\n\nWhat was the matter: {{reason}}\n\nYour tests are at {{site}}/enrolments/{{enrolmentId}}/tests\nFor your calendar: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  attemptReopened: {
    subject: 'Your {{test}} is open again',
    body: 'Dear {{name}},\n\nThe test office has opened your {{test}} again. You can go on until {{deadline}}. Then hand it in again. If you do nothing, what you saved is handed in automatically at that moment.\n\nThe reason: {{reason}}\n\nYour tests are at {{site}}/enrolments/{{enrolmentId}}/tests',
  },
  closedByStaff: {
    subject: 'Your {{test}} was closed',
    body: 'Dear {{name}},\n\nThe test office closed your {{test}} on {{moment}}. What you had saved was handed in.\n\nThe reason: {{reason}}\n\nYour receipt has the code {{receiptCode}}. Keep this mail. It is at {{site}}/attempts/{{attemptId}}/receipt\n\nIf this is not right, call or mail the test office.',
  },
  attemptVoided: {
    subject: 'Your {{test}} was declared void',
    body: 'Dear {{name}},\n\nThe test office has declared your {{test}} void. It does not count, and you cannot work on it any more.\n\nYou get your chance back: the test office places you in a round without a new payment. You get another mail about that.\n\nYour enrolment is at {{site}}/enrolments/{{enrolmentId}}\n\nIf this is not right, call or mail the test office.',
  },
  lateAccepted: {
    subject: 'Your answer to question {{number}} counts',
    body: 'Dear {{name}},\n\nA text of your {{test}}, of question {{number}}, came late, on {{moment}}. The test office lets this text count.\n\nThe reason: {{reason}}\n\nYou get a new receipt, with the code {{receiptCode}}. Keep this mail. It is at {{site}}/attempts/{{attemptId}}/receipt',
  },
  startMoved: {
    subject: 'Your start moment was moved to {{start}}',
    body: 'Dear {{name}},\n\nThe test office has moved your start moment for {{round}}. Your clock begins again on {{start}}. What you had written stays.\n\nDeadline:\n{{tests}}\n\nThe reason: {{reason}}\n\nYour enrolment is at {{site}}/enrolments/{{enrolmentId}}\nFor your calendar: {{site}}/enrolments/{{enrolmentId}}/calendar.ics',
  },
  deadlineReminder: {
    subject: '{{hours}} hours left to hand in',
    body: 'Dear {{name}},\n\nYou have not handed in everything yet:\n\n{{tests}}\n\nDeadline: {{deadline}}. What you have saved by then is handed in automatically.\n\nYour tests are at {{site}}/enrolments/{{enrolmentId}}/tests',
  },
  startReminder: {
    subject: 'Choose your start moment for {{round}}',
    body: 'Dear {{name}},\n\nYou have not chosen a start moment for {{round}} yet. You still can until {{last}}. If you choose nothing, you cannot start in this round any more.\n\nChoose your start moment at {{site}}/enrolments/{{enrolmentId}}/start',
  },
}
