import { photoAt, photosAt, type Photo } from './photo';
import { blob, get, send } from './send';

/** MOST is how many bytes a photo may have, and COUNT how many a station. */
export const MOST = 5 << 20;
export const COUNT = 8;

/** kept lists all photos of a station, those that wait too. */
export async function kept(station: string, signal?: AbortSignal): Promise<Photo[]> {
  return (await get<{ photos: Photo[] }>(photosAt(station), signal)).photos;
}

/** add sends a photo, which riders see at once. */
export async function add(station: string, file: Blob, said: { caption: string; caption_en: string }): Promise<Photo> {
  const query = new URLSearchParams(Object.entries(said).filter(([, text]) => text));
  return (await send<Photo>(`${photosAt(station)}?${query}`, { method: 'POST', body: file, patience: 120_000 })).value;
}

/** accept shows riders a photo that waits. */
export async function accept(station: string, id: string): Promise<void> {
  await send(`${photoAt(station, id)}/accept`, { method: 'POST' });
}

/** drop deletes a photo for good. */
export async function drop(station: string, id: string): Promise<void> {
  await send(photoAt(station, id), { method: 'DELETE' });
}

/** waiting fetches the thumbnail of a photo that only a key may see, as an
 *  address for this page; who asked revokes it. */
export async function waiting(station: string, id: string): Promise<string> {
  return URL.createObjectURL(await blob(photoAt(station, id, true)));
}
