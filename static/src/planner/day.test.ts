import { expect, test } from 'vitest';
import type { Hour } from '../api/coverage';
import { dayOf, hourOf, hoursTable, lowest, momentOf, mondayOf, placeOf } from './day';

test('a moment has a day and an hour', () => {
  expect([dayOf('2026-11-22T05:00'), hourOf('2026-11-22T05:00')]).toEqual(['2026-11-22', 5]);
  expect(momentOf('2026-11-22', 5)).toBe('2026-11-22T05:00');
});

test('no moment has neither', () => expect([dayOf(''), hourOf('')]).toEqual(['', -1]));

test('the lowest hour is the first of the smallest share, and never one without', () => {
  const hours = [null, 0.5, 0.3, 0.3, 0.9].map((share) => ({ demand: { share } }) as Hour);
  expect(lowest(hours)).toBe(2);
});

test.each([
  ['2026-11-23', '2026-11-23'],
  ['2026-11-29', '2026-11-23'],
  ['2027-01-01', '2026-12-28'],
])('the Monday of the week of %s is %s', (day, monday) => expect(mondayOf(day)).toBe(monday));

const DEMAND = { total: 10, covered: 4, share: 0.4 };
const NIGHT = [22, 23].map((h) => ({ at: `2026-11-23T${h}:00:00+08:00`, stations: h, unknown_hours: 1, cells: 3, demand: DEMAND })) as Hour[];

test('the hour of a moment is found by day and hour', () => {
  expect(['2026-11-23T23:40', '2026-11-24T23:00', ''].map((at) => placeOf(NIGHT, at))).toEqual([1, -1, -1]);
});

test('hours become rows for a spreadsheet', () => {
  expect(hoursTable(NIGHT)[2]).toEqual(['2026-11-23', '周一', 23, 23, 1, 3, 10, 4, 0.4]);
});
