import { expect, test } from 'vitest';
import type { Gap } from '../api/types';
import { ranks } from './gap-layers';

test('ranks number the first ten gaps at their heaviest cells', () => {
  const gaps = Array.from({ length: 12 }, (_, i) => ({ id: String(i), centre: [118 + i, 32] }) as Gap);
  const features = ranks(gaps).features;
  expect(features.map((f) => f.properties?.rank)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
  expect(features[3]!.geometry).toEqual({ type: 'Point', coordinates: [121, 32] });
  expect(ranks([]).features).toEqual([]);
});
