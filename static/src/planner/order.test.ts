import { expect, test } from 'vitest';
import type { AreaShare } from '../api/types';
import { extent } from '../map/extent';
import { levels, worstFirst } from './order';

const area = (adcode: string, share: number | null): AreaShare => ({
  adcode,
  name: adcode,
  demand: 1,
  covered: 0,
  share,
  timed_share: null,
  mean_minutes: null,
  median_minutes: null,
  p90_minutes: null,
});

test('worstFirst puts the least share first, ties by code, and those without demand last', () => {
  const areas = [area('4', null), area('3', 0.9), area('2', 0.1), area('1', 0.9)];
  expect(worstFirst(areas).map((a) => a.adcode)).toEqual(['2', '1', '3', '4']);
  expect(areas[0]!.adcode).toBe('4'); // the server's list stays as it was
});

test('levels are named once, in the order they come', () => {
  const of = (level?: string) => ({ ...area('1', 1), level });
  expect(levels([of('city'), of('district'), of('district'), of()])).toEqual(['city', 'district', '']);
});

test('extent spans every ring of every polygon', () => {
  const square = (x: number, y: number) => [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y]]];
  expect(extent({ type: 'Polygon', coordinates: square(118, 32) })).toEqual([118, 32, 119, 33]);
  expect(extent({ type: 'MultiPolygon', coordinates: [square(118, 32), square(-3, -40)] })).toEqual([-3, -40, 119, 33]);
  expect(extent({ type: 'MultiPoint', coordinates: [[5, 6], [7, 2]] })).toEqual([5, 2, 7, 6]);
});
