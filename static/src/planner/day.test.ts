import { expect, test } from 'vitest';
import type { Hour } from '../api/coverage';
import { dayOf, hourOf, lowest, momentOf } from './day';

test('a moment has a day and an hour', () => {
  expect([dayOf('2026-11-22T05:00'), hourOf('2026-11-22T05:00')]).toEqual(['2026-11-22', 5]);
  expect(momentOf('2026-11-22', 5)).toBe('2026-11-22T05:00');
});

test('no moment has neither', () => expect([dayOf(''), hourOf('')]).toEqual(['', -1]));

test('the lowest hour is the first of the smallest share, and never one without', () => {
  const hours = [null, 0.5, 0.3, 0.3, 0.9].map((share) => ({ demand: { share } }) as Hour);
  expect(lowest(hours)).toBe(2);
});
