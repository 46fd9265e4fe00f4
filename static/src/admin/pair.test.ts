import { expect, test } from 'vitest';
import { pairOf } from './pair';

test.each<[string, string, string, [number, number] | undefined]>([
  ['two numbers', '118.8', ' 32.05 ', [118.8, 32.05]],
  ['a pair pasted into the first field', '118.8, 32.05', '', [118.8, 32.05]],
  ['a pair with a Chinese comma', '118.8，32.05', '9', [118.8, 32.05]],
  ['nothing', '', '', undefined],
  ['half a pair', '118.8', '', undefined],
  ['words', '东经', '北纬', undefined],
])('%s', (_, lon, lat, want) => {
  expect(pairOf(lon, lat)).toEqual(want);
});
