const CHINA = 8 * 3600_000; // Asia/Shanghai has had no summer time since 1991
const HOUR = 3600_000;
const DAY = 24 * HOUR;
const EVENING = 23; // o'clock; by then most doors are shut

/** night is the moment that "open at night" asks about: the next 23:00 by the
 *  clock of China, as RFC 3339. From 22:00 to 5:00 it is night already, and
 *  the answer is undefined: then the arrival counts. */
export function night(now: number): string | undefined {
  const there = now + CHINA;
  const hour = Math.floor((there % DAY) / HOUR);
  if (hour >= EVENING - 1 || hour < 5) return undefined;
  const at = there - (there % DAY) + EVENING * HOUR;
  return `${new Date(at).toISOString().slice(0, 19)}+08:00`;
}
