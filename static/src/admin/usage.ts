import type { Usage } from '../api/office';

/** Sum is what a key asked today and in all the days that were asked for, and
 *  how often it was refused in them. */
export interface Sum {
  today: number;
  all: number;
  refused: number;
}

/** sums adds up usage by key; today is a day as in 2026-11-20. */
export function sums(usage: Usage[], today: string): Map<string, Sum> {
  const out = new Map<string, Sum>();
  for (const u of usage) {
    const sum = out.get(u.key) ?? { today: 0, all: 0, refused: 0 };
    sum.all += u.asked;
    sum.refused += u.refused;
    if (u.day === today) sum.today += u.asked;
    out.set(u.key, sum);
  }
  return out;
}
