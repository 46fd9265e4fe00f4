import type { Hour } from '../api/coverage';

/** dayOf is the day of a moment such as 2026-11-22T21:00; '' for none. */
export function dayOf(at: string): string {
  return /^\d{4}-\d{2}-\d{2}T/.test(at) ? at.slice(0, 10) : '';
}

/** hourOf is the hour of a moment, -1 for none. */
export function hourOf(at: string): number {
  return dayOf(at) ? Number(at.slice(11, 13)) : -1;
}

/** momentOf is the beginning of an hour of a day, by China's clock. */
export function momentOf(day: string, hour: number): string {
  return `${day}T${String(hour).padStart(2, '0')}:00`;
}

/** lowest is the hour with the smallest share, the first of equal ones. */
export function lowest(hours: readonly Hour[]): number {
  const share = (i: number) => hours[i]!.demand.share ?? Infinity;
  return hours.reduce((low, _, i) => (share(i) < share(low) ? i : low), 0);
}
