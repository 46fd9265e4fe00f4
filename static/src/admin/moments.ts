const CHINA = 8 * 3600_000; // Asia/Shanghai has had no summer time since 1991

/** day writes a moment as its day in China, 2026-11-22; '' for none. */
export function day(moment: string | undefined): string {
  const t = Date.parse(moment ?? '');
  return Number.isNaN(t) ? '' : new Date(t + CHINA).toISOString().slice(0, 10);
}

/** minute writes a moment by the clock of China, 2026-11-22 09:05. */
export function minute(moment: string | undefined): string {
  const t = Date.parse(moment ?? '');
  return Number.isNaN(t) ? '' : new Date(t + CHINA).toISOString().slice(0, 16).replace('T', ' ');
}

/** weekday is the day of the week of 2026-11-22, 0 for Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}
