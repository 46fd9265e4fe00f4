import { ask } from './client';

/** Photo is a photo of a station that the registry keeps. */
export interface Photo {
  id: string;
  width: number;
  height: number;
  caption?: string;
  caption_en?: string;
  /** shown says whether riders see it; those who keep the station see others. */
  shown: boolean;
}

/** photosAt is where the photos of a station are. */
export function photosAt(station: string): string {
  return `/v1/stations/${encodeURIComponent(station)}/photos`;
}

/** photoAt is where one photo is: small, or as large as it is kept. */
export function photoAt(station: string, id: string, small = false): string {
  return `${photosAt(station)}/${encodeURIComponent(id)}${small ? '/thumbnail' : ''}`;
}

/** photos lists what riders see of a station. */
export async function photos(station: string, signal?: AbortSignal): Promise<Photo[]> {
  return (await ask<{ photos: Photo[] }>(photosAt(station), { signal })).photos;
}
