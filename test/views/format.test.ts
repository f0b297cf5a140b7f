import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../src/clock.ts'
import { translator } from '../../src/language/translate.ts'
import {
  dateOf,
  dateRange,
  duration,
  euros,
  isoMoment,
  longDate,
  exactMoment,
  longMoment,
  mark,
  officeHours,
  percentage,
  points,
  refusalText,
  shortDate,
  shortMoment,
  time,
  wholeNumber,
} from '../../views/format.ts'

const nl = translator('nl')
const en = translator('en')
const at = (iso: string) => Date.parse(iso)

describe('moments, in Dutch local time', () => {
  const november = at('2024-11-07T08:00:00Z')

  test('a moment in full', () => {
    expect(longMoment(nl, november)).toBe('donderdag 7 november 2024, 09:00 uur')
    expect(longMoment(en, november)).toBe('Thursday 7 November 2024, 09:00')
    expect(exactMoment(nl, november + 7_000)).toBe('donderdag 7 november 2024, 09:00:07 uur')
    expect(exactMoment(nl, at('2024-10-27T00:30:00Z'))).toBe('zondag 27 oktober 2024, 02:30:00 uur (zomertijd, UTC+02:00)')
  })

  test('a moment in a table, and only its time', () => {
    expect(shortMoment(nl, november)).toBe('7 nov 2024, 09:00')
    expect(shortMoment(en, november)).toBe('7 Nov 2024, 09:00')
    expect(time(nl, november)).toBe('09:00 uur')
    expect(time(en, november)).toBe('09:00')
  })

  test('in summer the same UTC hour is an hour later', () => {
    expect(longMoment(nl, at('2024-06-20T08:00:00Z'))).toBe('donderdag 20 juni 2024, 10:00 uur')
  })

  test('the hour that comes twice says which of the two it is, and no other hour does', () => {
    expect(longMoment(nl, at('2024-10-27T00:30:00Z'))).toBe('zondag 27 oktober 2024, 02:30 uur (zomertijd, UTC+02:00)')
    expect(longMoment(nl, at('2024-10-27T01:30:00Z'))).toBe('zondag 27 oktober 2024, 02:30 uur (wintertijd, UTC+01:00)')
    expect(longMoment(en, at('2024-10-27T01:30:00Z'))).toBe('Sunday 27 October 2024, 02:30 (winter time, UTC+01:00)')
    expect(shortMoment(nl, at('2024-10-27T00:30:00Z'))).toBe('27 okt 2024, 02:30 (zomertijd, UTC+02:00)')
    expect(longMoment(nl, at('2024-10-27T02:00:00Z'))).toBe('zondag 27 oktober 2024, 03:00 uur')
    expect(longMoment(nl, at('2024-10-26T23:59:00Z'))).toBe('zondag 27 oktober 2024, 01:59 uur')
  })

  test('the machine gets the moment with its offset, and the local day is the Dutch one', () => {
    expect(isoMoment(november)).toBe('2024-11-07T09:00:00+01:00')
    expect(dateOf(at('2024-11-07T23:30:00Z'))).toBe('2024-11-08')
  })
})

describe('local dates', () => {
  test('a date in full and short', () => {
    expect(longDate(nl, '2024-11-07')).toBe('donderdag 7 november 2024')
    expect(longDate(en, '2024-11-07')).toBe('Thursday 7 November 2024')
    expect(shortDate(nl, '2024-03-01')).toBe('1 mrt 2024')
    expect(shortDate(en, '2024-12-31')).toBe('31 Dec 2024')
  })

  test.each([
    ['2024-11-07', '2024-11-18', '7 t/m 18 november 2024', '7 to 18 November 2024'],
    ['2024-06-20', '2024-07-04', '20 juni t/m 4 juli 2024', '20 June to 4 July 2024'],
    ['2024-12-19', '2025-01-03', '19 december 2024 t/m 3 januari 2025', '19 December 2024 to 3 January 2025'],
    ['2024-12-19', '2024-12-19', '19 december 2024', '19 December 2024'],
  ])('%s to %s says month and year once where they are the same', (first, last, dutch, english) => {
    expect(dateRange(nl, first, last)).toBe(dutch)
    expect(dateRange(en, first, last)).toBe(english)
  })
})

test.each([
  [2 * DAY + 3 * HOUR + 59 * MINUTE, '2 dagen en 3 uur', '2 days and 3 hours'],
  [3 * DAY, '3 dagen', '3 days'],
  [DAY + 20 * MINUTE, '1 dag', '1 day'],
  [DAY - 1, '23 uur en 59 minuten', '23 hours and 59 minutes'],
  [HOUR + MINUTE, '1 uur en 1 minuut', '1 hour and 1 minute'],
  [14 * MINUTE + 59_999, '14 minuten', '14 minutes'],
  [59_999, 'minder dan een minuut', 'less than a minute'],
  [0, 'geen tijd', 'no time'],
  [-5, 'geen tijd', 'no time'],
])('%i ms reads "%s": rounded down, two units at most', (ms, dutch, english) => {
  expect(duration(nl, ms)).toBe(dutch)
  expect(duration(en, ms)).toBe(english)
})

test('money, points, marks and shares as each language writes them', () => {
  expect(euros(nl, 12_500)).toBe('€\u00a0125,00')
  expect(euros(en, 12_500)).toBe('€125.00')
  expect(euros(nl, 123_456)).toBe('€\u00a01.234,56')
  expect(points(nl, 1250)).toBe('12,5')
  expect(points(en, 1250)).toBe('12.5')
  expect(points(nl, 1200)).toBe('12')
  expect(mark(nl, 55)).toBe('5,5')
  expect(mark(nl, 100)).toBe('10,0')
  expect(mark(en, 60)).toBe('6.0')
  expect(percentage(nl, 0.476)).toBe('48%')
  expect(wholeNumber(nl, 12_345)).toBe('12.345')
})

describe('refusals', () => {
  test('dates and moments in them read as everywhere else', () => {
    const dueAt = at('2026-11-07T08:00:00Z')
    expect(refusalText(nl, { reason: 'timeIsUp', params: { dueAt } })).toContain('voorbij sinds zaterdag 7 november 2026, 09:00 uur.')
    expect(refusalText(en, { reason: 'timeIsUp', params: { dueAt } })).toContain('over since Saturday 7 November 2026, 09:00.')
    expect(refusalText(nl, { reason: 'enrolmentOpensLater', params: { opensAt: dueAt } })).toContain('gaat open op zaterdag 7 november 2026, 09:00 uur.')
    expect(refusalText(nl, { reason: 'startOutsideWindow', params: { firstOn: '2026-11-07', lastOn: '2026-11-18' } })).toContain(
      'van zaterdag 7 november 2026 tot en met woensdag 18 november 2026.',
    )
    expect(refusalText(nl, { reason: 'startSkipped', params: { dateOn: '2027-03-28', time: '02:15' } })).toMatch(/^Op zondag 28 maart 2027 .* 02:15 uur/)
  })

  test('waiting is counted in words', () => {
    expect(refusalText(nl, { reason: 'tooMany', params: { count: 1 } })).toContain('over 1 minuut opnieuw')
    expect(refusalText(nl, { reason: 'tooMany', params: { count: 12 } })).toContain('over 12 minuten opnieuw')
  })
})

test('when the test office answers reads as days and hours', () => {
  const hours = { firstDay: 1, lastDay: 4, from: '09:00', until: '16:00' }
  expect(officeHours(nl, hours)).toBe('maandag t/m donderdag, 09:00–16:00 uur')
  expect(officeHours(en, hours)).toBe('Monday to Thursday, 09:00–16:00')
  expect(officeHours(nl, { ...hours, firstDay: 7, lastDay: 7 })).toBe('zondag, 09:00–16:00 uur')
})
