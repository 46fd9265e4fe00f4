import type { Place } from '../api/nearby';

/** ATTRIBUTES are those of <yizhan-map>, and the parameters of /embed: where
 *  (lon, lat and their datum), what (kind, service, mode, open), and how (lang,
 *  theme, list=no for the map alone, and map=now for a map that waits for no
 *  touch). */
export const ATTRIBUTES = ['lon', 'lat', 'datum', 'kind', 'service', 'mode', 'open', 'entry', 'first', 'lang', 'theme', 'list', 'map'] as const;

/** placeOf reads lon and lat, in WGS-84: the server turned other datums. */
export function placeOf(search: string): Place | undefined {
  const q = new URLSearchParams(search);
  const [lon, lat] = [number(q.get('lon')), number(q.get('lat'))];
  if (lon === undefined || lat === undefined) return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : undefined;
}

function number(text: string | null): number | undefined {
  const v = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(v) ? v : undefined;
}

/** address is that of the framed page with these attributes. */
export function address(origin: string, attribute: (name: string) => string | null): string {
  const q = new URLSearchParams();
  for (const name of ATTRIBUTES) {
    const value = attribute(name);
    if (value) q.set(name, value);
  }
  const text = q.toString();
  return `${origin}/embed${text && `?${text}`}`;
}

/** Told is what the framed page tells the page around it. Nothing of it says
 *  where a visitor is. */
export type Told =
  | { yizhan: 1; type: 'ready' }
  | { yizhan: 1; type: 'map' }
  | { yizhan: 1; type: 'answer'; detail: { stations: number } }
  | { yizhan: 1; type: 'station'; detail: { id: string; name: string; kind: string; lon: number; lat: number } }
  | { yizhan: 1; type: 'problem'; detail: { text: string } };

/** isTold recognises a message of ours. */
export function isTold(data: unknown): data is Told {
  return typeof data === 'object' && data !== null && (data as { yizhan?: unknown }).yizhan === 1;
}
