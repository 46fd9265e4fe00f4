import { ask } from './client';
import type { Found, Located, Meta, Mode, NearbyAnswer } from './types';

// USED are the stages of life that riders see; a planner's key shows more.
const USED = ['trial', 'open'];

/** Door says which doors are listed: those open on arrival, all of them, or
 *  those open in the night to come. */
export type Door = 'arrival' | 'any' | 'night';

/** Wanted is what a rider looks for. */
export interface Wanted {
  mode: Mode;
  kinds: string[];
  services: string[];
  door: Door;
  /** walkIn leaves out doors that need a code, a form or somebody. */
  walkIn: boolean;
  /** cool lists first where one can cool off. */
  cool: boolean;
}

/** USUAL is what is looked for until somebody says otherwise. */
export const USUAL: Wanted = { mode: 'walk', kinds: [], services: [], door: 'arrival', walkIn: false, cool: false };

/** Place is a position in WGS-84; accuracy is how far off it may be, metres. */
export interface Place {
  lon: number;
  lat: number;
  accuracy?: number;
}

/** meta asks what the server holds. */
export function meta(signal?: AbortSignal): Promise<Meta> {
  return ask<Meta>('/v1/meta', { signal });
}

const PAGE = 20;
const SIFTED = 60; // asked for when the page sifts the answer itself
const BLUR = 5000; // metres, the most that the server takes

/** question is the body of a search around a place. It goes by POST, so that a
 *  position never stands in an address that a proxy or a log may keep. open is
 *  what the server calls the door that is wanted. */
export function question(place: Place, wanted: Wanted, open: string, by: 'time' | 'distance' = 'time'): Record<string, unknown> {
  const body: Record<string, unknown> = {
    lon: round(place.lon),
    lat: round(place.lat),
    datum: 'wgs84',
    mode: wanted.mode,
    by,
    open,
    limit: wanted.walkIn || wanted.cool ? SIFTED : PAGE,
  };
  if (place.accuracy !== undefined) body.accuracy_m = Math.min(BLUR, Math.round(place.accuracy));
  if (wanted.kinds.length > 0) body.kind = wanted.kinds;
  if (wanted.services.length > 0) body.service = wanted.services;
  return body;
}

/** nearby asks for the stations around a place, a page at a time. */
export function nearby(body: Record<string, unknown>, signal?: AbortSignal): Promise<NearbyAnswer> {
  return ask<NearbyAnswer>('/v1/nearby', { body, signal });
}

/** find looks up, by name, alias, address or pinyin, the stations that a rider
 *  may go to: those in use, with a position. */
export async function find(text: string, signal?: AbortSignal): Promise<Located[]> {
  const query = new URLSearchParams({ q: text, limit: '8' });
  const answer = await ask<{ stations: Found[] }>(`/v1/stations?${query}`, { signal });
  return answer.stations.filter((s): s is Located => USED.includes(s.lifecycle) && s.lon !== null && s.lat !== null);
}

// Six decimals are a tenth of a metre: more would only tell more.
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
