import type { StatsRow } from '../api/office';

/** MEASURES are what the statistics count. The first three are as of the end
 *  of a period, the others what happened in it. */
export const MEASURES = ['open', 'verified', 'overdue', 'created', 'closed', 'reports', 'answered', 'maybe_closed'] as const;

export type Measure = (typeof MEASURES)[number];

/** Tally is one line of the table: a period, a division or a kind. */
export interface Tally extends Record<Measure, number> {
  name: string;
}

/** tallies adds the rows up by period, in order; or, of the last period alone,
 *  by division or by kind. */
export function tallies(rows: readonly StatsRow[], by: 'period' | 'area' | 'kind'): Tally[] {
  const last = rows.reduce((latest, r) => (r.period > latest ? r.period : latest), '');
  const sums = new Map<string, Tally>();
  for (const row of rows) {
    if (by !== 'period' && row.period !== last) continue;
    const name = row[by];
    const sum = sums.get(name) ?? blank(name);
    for (const m of MEASURES) sum[m] += m === 'open' ? (row.stations.open ?? 0) + (row.stations.trial ?? 0) : row[m];
    sums.set(name, sum);
  }
  return [...sums.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function blank(name: string): Tally {
  return { name, open: 0, verified: 0, overdue: 0, created: 0, closed: 0, reports: 0, answered: 0, maybe_closed: 0 };
}

/** round is the next number above that an axis ends with: 1, 2 or 5 and
 *  noughts; 1 for nothing. */
export function round(n: number): number {
  if (n <= 1) return 1;
  const ten = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 5, 10].map((f) => f * ten).find((v) => v >= n)!;
}
