import { expect, test } from 'vitest';
import type { StatsRow } from '../api/office';
import { round, tallies } from './tally';

function row(period: string, area: string, kind: string, open: number, trial: number, created: number): StatsRow {
  return { period, area, kind, stations: { open, trial, closed: 9 }, verified: 1, overdue: 0, created, closed: 0, removed: 0, maybe_closed: 0, reports: 2, answered: 1 };
}

const rows = [row('2026-11-01', '320102', 'a', 3, 1, 2), row('2026-10-01', '320102', 'a', 2, 0, 1), row('2026-11-01', '320104', 'b', 5, 0, 4)];

test('periods come in order and are added up over divisions and kinds', () => {
  const got = tallies(rows, 'period');
  expect(got.map((t) => [t.name, t.open, t.created, t.reports])).toEqual([
    ['2026-10-01', 2, 1, 2],
    ['2026-11-01', 9, 6, 4],
  ]);
});

test('divisions and kinds are those of the last period', () => {
  expect(tallies(rows, 'area').map((t) => [t.name, t.open])).toEqual([['320102', 4], ['320104', 5]]);
  expect(tallies(rows, 'kind').map((t) => [t.name, t.open])).toEqual([['a', 4], ['b', 5]]);
  expect(tallies([], 'kind')).toEqual([]);
});

test.each([[0, 1], [1, 1], [3, 5], [5, 5], [6, 10], [117, 200], [2001, 5000]])('an axis for %i ends with %i', (n, want) => {
  expect(round(n)).toBe(want);
});
