import { ask } from './client';
import type { Found, Located, Meta, Mode, NearbyAnswer } from './types';

// USED are the stages of life that riders see; a planner's key shows more.
const USED = ['trial', 'open'];

/** Wanted is what a rider looks for. */
export interface Wanted {
  mode: Mode;
  kinds: string[];
  services: string[];
  openNow: boolean;
}

/** Place is a position in WGS-84. */
export interface Place {
  lon: number;
  lat: number;
}

/** meta asks what the server holds. */
export function meta(signal?: AbortSignal): Promise<Meta> {
  return ask<Meta>('/v1/meta', { signal });
}

/** question is the body of a search around a place. It goes by POST, so that a
 *  position never stands in an address that a proxy or a log may keep. */
export function question(place: Place, wanted: Wanted, byTime: boolean, cursor?: string | null): Record<string, unknown> {
  const body: Record<string, unknown> = {
    lon: round(place.lon),
    lat: round(place.lat),
    datum: 'wgs84',
    mode: wanted.mode,
    by: byTime ? 'time' : 'distance',
    limit: 20,
  };
  if (wanted.kinds.length > 0) body.kind = wanted.kinds;
  if (wanted.services.length > 0) body.service = wanted.services;
  if (wanted.openNow) body.open = 'now';
  if (cursor) body.cursor = cursor;
  return body;
}

/** nearby asks for the stations around a place, a page at a time. */
export function nearby(body: Record<string, unknown>, signal?: AbortSignal): Promise<NearbyAnswer> {
  return ask<NearbyAnswer>('/v1/nearby', { body, signal });
}

/** find looks up, by name, alias or address, the stations that a rider may go
 *  to: those in use, with a position. */
export async function find(text: string, signal?: AbortSignal): Promise<Located[]> {
  const query = new URLSearchParams({ q: text, limit: '10' });
  const answer = await ask<{ stations: Found[] }>(`/v1/stations?${query}`, { signal });
  return answer.stations.filter((s): s is Located => USED.includes(s.lifecycle) && s.lon !== null && s.lat !== null);
}

// Six decimals are a tenth of a metre: more would only tell more.
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
