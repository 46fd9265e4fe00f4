import { meta } from '../api/nearby';
import type { Meta } from '../api/types';
import { keep, kept } from './kept';

const KEY = 'yizhan.meta';

/** learned is what the server says that it holds, or said on an earlier visit,
 *  with what went wrong now. It never rejects. */
export async function learned(): Promise<{ meta?: Meta; problem?: unknown }> {
  try {
    const now = await meta();
    keep(KEY, JSON.stringify(now));
    return { meta: now };
  } catch (problem) {
    return { meta: JSON.parse(kept(KEY) ?? 'null') ?? undefined, problem };
  }
}
