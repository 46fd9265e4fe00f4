/** pairOf reads two typed numbers as longitude and latitude; or one text that
 *  holds both, as maps give them to be copied. Undefined when they are none. */
export function pairOf(lon: string, lat: string): [number, number] | undefined {
  const both = lon.split(/[,，;；\s]+/).filter(Boolean);
  const [x, y] = (both.length === 2 ? both : [lon.trim(), lat.trim()]).map(Number);
  if (lon.trim() === '' || !Number.isFinite(x) || !Number.isFinite(y) || (both.length !== 2 && lat.trim() === '')) return undefined;
  return [x!, y!];
}
