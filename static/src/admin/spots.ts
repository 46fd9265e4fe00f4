import type { FeatureCollection, Point } from 'geojson';

/** Tone is what a spot on the map stands for. */
export type Tone = 'row' | 'suspect' | 'reject' | 'left' | 'right';

/** Spot is a place on the map that can be chosen. Degrees of WGS-84. */
export interface Spot {
  id: string;
  lon: number;
  lat: number;
  tone: Tone;
  label: string;
}

/** MARKS are written in the spots, so that colour never tells alone. */
export const MARKS: Record<Tone, string> = { row: '', suspect: '?', reject: '×', left: 'A', right: 'B' };

/** shapes are the spots as the map draws them. */
export function shapes(spots: readonly Spot[], picked: string): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: spots.map((s) => ({
      type: 'Feature',
      properties: { id: s.id, tone: s.tone, mark: MARKS[s.tone], picked: s.id === picked },
      geometry: { type: 'Point', coordinates: [s.lon, s.lat] },
    })),
  };
}

/** around is the box around the spots, widened to at least some 500 m;
 *  undefined for none. */
export function around(spots: readonly Spot[]): [number, number, number, number] | undefined {
  if (spots.length === 0) return undefined;
  const [lons, lats] = [spots.map((s) => s.lon), spots.map((s) => s.lat)];
  const wide = 0.0025;
  return [Math.min(...lons) - wide, Math.min(...lats) - wide, Math.max(...lons) + wide, Math.max(...lats) + wide];
}
