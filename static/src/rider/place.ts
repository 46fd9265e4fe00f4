import type { Place } from '../api/nearby';

/** fromFragment reads a shared position, #at=118.79620,32.06020, or undefined
 *  when the fragment holds none. A fragment is never sent to a server. */
export function fromFragment(hash: string): Place | undefined {
  const parts = new URLSearchParams(hash.replace(/^#/, '')).get('at')?.split(',') ?? [];
  if (parts.length !== 2 || parts.some((p) => p.trim() === '')) return undefined;
  const [lon, lat] = parts.map(Number) as [number, number];
  const sound = Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return sound ? { lon, lat } : undefined;
}

/** toFragment writes a position for sharing, to a metre. */
export function toFragment(place: Place): string {
  return `#at=${place.lon.toFixed(5)},${place.lat.toFixed(5)}`;
}

/** Denial is why there is no position. */
export class Denial extends Error {
  constructor(readonly denied: boolean) {
    super(denied ? 'denied' : 'no position');
  }
}

/** locate asks the device where it is; only ever called after a tap. It throws
 *  a Denial. */
export function locate(): Promise<Place> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) {
      reject(new Denial(false));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }),
      (error) => reject(new Denial(error.code === error.PERMISSION_DENIED)),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  });
}
