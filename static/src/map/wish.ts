import { keep, kept } from '../look/kept';

const KEY = 'yizhan.map';

/** wished reports whether somebody asked for the map on this device: it then
 *  comes by itself, here and on later visits. */
export function wished(): boolean {
  return kept(KEY) !== null;
}

/** wish remembers it. */
export function wish(): void {
  keep(KEY, 'yes');
}
