import type { Words } from './zh';

const DAY = /\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\b/g;
const DAYS = /\b(Mo|Tu|We|Th|Fr|Sa|Su)-(Mo|Tu|We|Th|Fr|Sa|Su)\b/g;

type Day = keyof Words['hours']['days'];

/** spoken writes OSM opening hours as people say them. Hours that an office
 *  wrote in its own words stay as they are. */
export function spoken(hours: string, w: Words): string {
  if (/\p{Script=Han}/u.test(hours)) return hours;
  if (hours.trim() === '24/7') return w.hours.always;
  const { days, to, off, then } = w.hours;
  return hours
    .replace(DAYS, (_, from: Day, until: Day) => days[from] + to + days[until])
    .replace(DAY, (day) => days[day as Day])
    .replace(/\b(off|closed)\b/g, off)
    .replace(/\s*;\s*/g, then);
}
