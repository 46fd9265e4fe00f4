/** drawable reports whether this device can draw the map at all; asked before
 *  the map's code is loaded. */
export function drawable(): boolean {
  try {
    const pen = document.createElement('canvas').getContext('webgl2');
    pen?.getExtension('WEBGL_lose_context')?.loseContext(); // phones have few
    return pen !== null;
  } catch {
    return false;
  }
}
