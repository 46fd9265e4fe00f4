import { copy } from './copy';

/** Sent says what became of a link: the device's own sheet took it, it was
 *  copied, or neither worked. */
export type Sent = 'handed' | 'copied' | 'failed';

/** send offers a link to the device's sheet for sharing, on phones that have
 *  one; elsewhere it is copied. Who closes the sheet has handed it to nobody,
 *  and needs no word about that. */
export async function send(title: string, url: string): Promise<Sent> {
  if (typeof navigator.share === 'function') {
    try {
      await navigator.share({ title, url });
      return 'handed';
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') return 'handed';
    }
  }
  return (await copy(url)) ? 'copied' : 'failed';
}
