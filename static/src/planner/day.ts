import type { Hour } from '../api/coverage';
import { tongue } from '../words/language';

const DAY = 24 * 3600_000; // ms

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

/** today is the day of China's clock. */
export function today(): string {
  return new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
}

/** mondayOf is the Monday of a day's week. */
export function mondayOf(day: string): string {
  const t = Date.parse(`${day}T00:00Z`);
  return new Date(t - ((new Date(t).getUTCDay() + 6) % 7) * DAY).toISOString().slice(0, 10);
}

/** weekday is the short name of a day in the language in use. */
export function weekday(day: string): string {
  return new Intl.DateTimeFormat(tongue.language === 'en' ? 'en' : 'zh-CN', { weekday: 'short', timeZone: 'UTC' }).format(Date.parse(`${day}T00:00Z`));
}

/** lowest is the hour with the smallest share, the first of equal ones. */
export function lowest(hours: readonly Hour[]): number {
  const share = (i: number) => hours[i]!.demand.share ?? Infinity;
  return hours.reduce((low, _, i) => (share(i) < share(low) ? i : low), 0);
}

/** placeOf is where the hour of a moment stands, -1 for nowhere. */
export function placeOf(hours: readonly Hour[], at: string): number {
  return dayOf(at) ? hours.findIndex((h) => h.at.startsWith(at.slice(0, 13))) : -1;
}

/** hoursTable is a row for each hour, below a header, for a spreadsheet. */
export function hoursTable(hours: readonly Hour[]): (string | number | null)[][] {
  const header = ['day', 'weekday', 'hour', 'stations', 'unknown_hours', 'cells', 'demand', 'covered', 'share'];
  const row = ({ at, stations, unknown_hours, cells, demand }: Hour) => [
    dayOf(at), weekday(dayOf(at)), hourOf(at), stations, unknown_hours, cells, demand.total, demand.covered, demand.share,
  ];
  return [header, ...hours.map(row)];
}
