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
    return { meta: earlier(), problem };
  }
}

// What is kept may be anything: other pages of this origin could have written it.
function earlier(): Meta | undefined {
  try {
    return (JSON.parse(kept(KEY) ?? 'null') as Meta | null) ?? undefined;
  } catch {
    return undefined;
  }
}
