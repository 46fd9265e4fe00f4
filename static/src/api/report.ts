import { ask } from './client';

/** Told is what riders told of a station and what the office answered. */
export interface Told {
  kind: string;
  service?: string;
  day: string;
  status: 'open' | 'answered';
  text?: string;
  answer?: { day: string; outcome: string; text?: string };
}

/** Report is what a rider tells; nothing in it says who. */
export interface Report {
  station: string;
  kind: string;
  service?: string;
  text?: string;
}

/** tell sends a report. It throws a Failure: busy after three on a day. */
export function tell(report: Report): Promise<Told> {
  return ask<Told>('/v1/reports', { body: report });
}

/** told lists what riders told of a station, the oldest first. */
export async function told(station: string, signal?: AbortSignal): Promise<Told[]> {
  const answer = await ask<{ reports: Told[] }>(`/v1/stations/${encodeURIComponent(station)}/reports`, { signal });
  return answer.reports;
}
