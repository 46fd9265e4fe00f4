import { expect, test } from 'vitest';
import { GROUPS, named, taken, typed, type Sort } from './fields';

test.each<[Sort, string, unknown]>([
  ['text', ' 新街口 ', '新街口'],
  ['list', '甲、乙, 丙；', ['甲', '乙', '丙']],
  ['yesno', 'no', false],
  ['whole', '12', 12],
  ['number', '4.2', 4.2],
  ['number', 'four', 'four'],
  ['choice', '', undefined],
])('a field of sort %s reads %j', (sort, text, want) => {
  expect(taken(sort, text)).toEqual(want);
});

test.each<[Sort, unknown]>([
  ['list', ['甲', '乙']],
  ['yesno', true],
  ['yesno', false],
  ['whole', 0],
  ['text', '站'],
])('a field of sort %s gives %j back', (sort, value) => {
  expect(taken(sort, typed(sort, value))).toEqual(value);
});

test('no member stands in the form twice', () => {
  const all = GROUPS.flatMap((g) => g.members.map(named));
  expect(new Set(all).size).toBe(all.length);
});
