/** drawable reports whether this device can draw the map at all; asked before
 *  the map's code is loaded. */
export function drawable(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null;
  } catch {
    return false;
  }
}
