import type { AreaName } from '../api/types';

/** areaName is the name of a division; of one that is not loaded, the name of
 *  the nearest above it, else its code. */
export function areaName(areas: readonly AreaName[], adcode: string | undefined): string {
  if (!adcode) return '';
  const exact = areas.find((a) => a.adcode === adcode);
  return exact?.name ?? areas.find((a) => a.adcode === adcode.slice(0, 6))?.name ?? adcode;
}

/** areaChoices lists the divisions by code, each below the one above it
 *  further in. */
export function areaChoices(areas: readonly AreaName[]): [string, string][] {
  const codes = new Set(areas.map((a) => a.adcode));
  const above = (a: AreaName): number => [a.adcode.slice(0, 2) + '0000', a.adcode.slice(0, 4) + '00', a.adcode.slice(0, 6)].filter((c) => c !== a.adcode && codes.has(c)).length;
  return [...areas].sort((a, b) => (a.adcode < b.adcode ? -1 : 1)).map((a) => [a.adcode, '\u3000'.repeat(above(a)) + a.name]);
}
