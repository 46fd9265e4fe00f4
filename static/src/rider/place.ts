import type { Place } from '../api/nearby';

/** Shared is what a link points at: a place, and a station to open there. */
export interface Shared {
  place: Place;
  station: string;
}

/** fromFragment reads #at=118.79620,32.06020&station=ID, or undefined when the
 *  fragment holds no place. A fragment is never sent to a server. */
export function fromFragment(hash: string): Shared | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const parts = fields.get('at')?.split(',') ?? [];
  if (parts.length !== 2 || parts.some((p) => p.trim() === '')) return undefined;
  const [lon, lat] = parts.map(Number) as [number, number];
  const sound = Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return sound ? { place: { lon, lat }, station: fields.get('station') ?? '' } : undefined;
}

/** toFragment writes a place for sharing, to a metre, with the station to open
 *  there when one is given. */
export function toFragment(place: Place, station = ''): string {
  return `#at=${place.lon.toFixed(5)},${place.lat.toFixed(5)}${station && `&station=${encodeURIComponent(station)}`}`;
}

const RADIUS = 6_371_008.77; // metres, of the earth's mean sphere
const RAD = Math.PI / 180;

/** metres is the distance of two places that are near each other, on the plane
 *  that touches the sphere there. */
export function metres(a: Place, b: Place): number {
  const x = (b.lon - a.lon) * RAD * Math.cos(((a.lat + b.lat) / 2) * RAD);
  return RADIUS * Math.hypot(x, (b.lat - a.lat) * RAD);
}

/** Denial is why there is no position. */
export class Denial extends Error {
  constructor(readonly denied: boolean) {
    super(denied ? 'denied' : 'no position');
  }
}

/** locate asks the device where it is and how sure it is; only ever called
 *  after a tap. Under a roof there may be no satellite in time: then what the
 *  network knows must do. It throws a Denial. */
export async function locate(): Promise<Place> {
  if (!('geolocation' in navigator)) throw new Denial(false);
  try {
    return await position({ enableHighAccuracy: true, timeout: 8000, maximumAge: 30_000 });
  } catch (denial) {
    if ((denial as Denial).denied) throw denial;
    return position({ enableHighAccuracy: false, timeout: 8000, maximumAge: 5 * 60_000 });
  }
}

function position(options: PositionOptions): Promise<Place> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy }),
      (error) => reject(new Denial(error.code === error.PERMISSION_DENIED)),
      options,
    );
  });
}
