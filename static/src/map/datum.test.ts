import { expect, test } from 'vitest';
import { toWGS84, type Datum, type Point } from './datum';

// The points are those of geo/datum's own tests, to five decimals: a metre.
test.each([
  ['what is WGS-84 stays', [118.79168, 32.06232], 'wgs84', [118.79168, 32.06232]],
  ['AMap', [118.796877, 32.060255], 'gcj02', [118.79168, 32.06232]],
  ['Baidu', [118.8033, 32.06661], 'bd09', [118.79168, 32.06232]],
  ['outside of China nothing is shifted', [2.35, 48.85], 'gcj02', [2.35, 48.85]],
] as [string, Point, Datum, Point][])('%s', (_, given, datum, want) => {
  const got = toWGS84(given, datum);
  expect(Math.abs(got[0] - want[0])).toBeLessThan(1e-5);
  expect(Math.abs(got[1] - want[1])).toBeLessThan(1e-5);
});
