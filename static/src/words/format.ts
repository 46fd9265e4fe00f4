import type { Words } from './zh';

const CHINA = 8 * 3600_000; // Asia/Shanghai has had no summer time since 1991
const DAY = 24 * 3600_000;

/** distance writes metres as a rider reads them: 10 m steps below a kilometre,
 *  a decimal below ten, unless it is nought. */
export function distance(metres: number, w: Words): string {
  if (metres < 995) return w.unit.metres(Math.round(metres / 10) * 10);
  const km = metres / 1000;
  return w.unit.kilometres(km < 9.95 ? String(Number(km.toFixed(1))) : Math.round(km).toLocaleString('en'));
}

/** duration writes a way's time. Minutes are rounded up: who is told six is
 *  there in six. Over two hours it is hours and minutes; over a day '', for
 *  nobody goes. */
export function duration(seconds: number, w: Words): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (minutes <= 120) return w.unit.minutes(minutes);
  return minutes <= 24 * 60 ? lasting(minutes * 60, w) : '';
}

/** lasting writes a time in hours and minutes, rounded up to a minute. */
export function lasting(seconds: number, w: Words): string {
  const minutes = Math.ceil(seconds / 60);
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return [h > 0 ? w.unit.hours(String(h)) : '', m > 0 || h === 0 ? w.unit.minutes(m) : ''].filter(Boolean).join(' ');
}

/** percent writes a share to one decimal; rounding never makes it 100 % or 0 %
 *  when it is not. */
export function percent(share: number): string {
  if (share <= 0) return '0%';
  if (share >= 1) return '100%';
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)}%`;
}

/** count writes a number of people or cells, rounded, with separators. */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en');
}

/** signed writes a change with its sign, '±0' for none. */
export function signed(n: number, digits = 0): string {
  const text = Math.abs(n).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return Number(text.replace(/,/g, '')) === 0 ? '±0' : (n > 0 ? '+' : '−') + text;
}

/** clock writes a moment by the clock of China, with the day when it is not
 *  the day of now. An unreadable moment gives ''. */
export function clock(moment: string, now: number, w: Words): string {
  const t = Date.parse(moment);
  if (Number.isNaN(t)) return '';
  const there = new Date(t + CHINA);
  const hm = `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
  const days = Math.floor((t + CHINA) / DAY) - Math.floor((now + CHINA) / DAY);
  if (days === 0) return hm;
  if (days === 1) return `${w.unit.tomorrow} ${hm}`;
  return `${w.unit.day(there.getUTCMonth() + 1, there.getUTCDate())} ${hm}`;
}

/** until writes the moment at which something ends, by the clock of China: what
 *  ends at midnight ends at 24:00 of its day, not at 00:00 of the next. */
export function until(moment: string, now: number, w: Words): string {
  const t = Date.parse(moment);
  if ((t + CHINA) % DAY !== 0) return clock(moment, now, w);
  return clock(new Date(t - DAY).toISOString(), now, w).replace('00:00', '24:00');
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
