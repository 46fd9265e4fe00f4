import { ask as plain, send, type Options } from './client';
import { holder } from './key';

/** ask is client's ask by who holds a key, if anybody does. */
export function ask<T>(path: string, options: Options = {}): Promise<T> {
  return plain<T>(path, { ...options, headers: holder.headers });
}

/** fetchFile is a file that only who holds a key may have: a link would show
 *  none. */
export async function fetchFile(path: string): Promise<Blob> {
  const answer = await send(path, '*/*', { headers: holder.headers, patience: 120_000 });
  return answer.blob();
}
