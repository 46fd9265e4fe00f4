import type { ExpressionSpecification } from 'maplibre-gl';

/** Band is a range of minutes that the map paints alike. */
export interface Band {
  from: number;
  to: number | null; // null: no end
  colour: string;
  covered: boolean;
}

// Blue for reached in time, dark near; orange for late, dark far: the pair that
// no common colour blindness mixes up, and that grey print keeps in order
// within each side.
const COVERED = ['#0a3f73', '#3a82bb', '#9ecae3'] as const;
const LATE = ['#fdd9a0', '#f0934a', '#b8470f'] as const;

/** NONE is the ground of the hatching for cells that have no time. */
export const NONE = '#6b4a3a';

/** bands cuts the minutes around the limit: thirds of it, then a third over,
 *  twice, and beyond, in round figures. For 15 that is 5, 10, 15, 20 and 30. */
export function bands(limit: number): Band[] {
  const step = limit >= 9 ? 1 : limit >= 3 ? 0.5 : 0.01;
  const round = (m: number) => Math.round(Math.round(m / step) * step * 100) / 100;
  const ends = [round(limit / 3), round((2 * limit) / 3), limit, round((4 * limit) / 3), round(2 * limit)];
  const colours = [...COVERED, ...LATE];
  return colours.map((colour, i) => ({ from: ends[i - 1] ?? 0, to: ends[i] ?? null, colour, covered: i < COVERED.length }));
}

/** MINUTES are those of a cell: as a what-if shifted it, else as its tile
 *  says; below 0 when it has no time. */
export const MINUTES: ExpressionSpecification = ['coalesce', ['feature-state', 'minutes'], ['get', 'minutes'], -1];

/** paint colours a cell of a coverage tile by its minutes. Ends belong to the
 *  nearer band, as limits are inclusive; minutes come with three decimals. */
export function paint(limit: number): ExpressionSpecification {
  const all = bands(limit);
  const steps = all.slice(0, -1).flatMap((band, i) => [(band.to as number) + 0.0004, all[i + 1]!.colour]);
  return ['step', MINUTES, NONE, 0, all[0]!.colour, ...steps] as ExpressionSpecification;
}
