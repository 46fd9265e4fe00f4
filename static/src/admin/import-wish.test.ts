import { describe, expect, test } from 'vitest';
import type { Preview } from '../api/office';
import { NOTHING, options, taken } from './import-wish';

const seen: Preview = {
  format: 'csv', sheets: [], header: 1, rows: 3, hidden: 0, fields: [], remembered: false, problems: [],
  columns: [
    { name: '点位', field: '', samples: [] },
    { name: '经度', field: 'lon', samples: [] },
    { name: '地址', field: 'address', samples: [] },
  ],
};
const wish = { ...NOTHING, source: ' 区总 ', datum: 'gcj02' as const };

describe('the options of an import', () => {
  test('say no mapping when nothing was changed', () => {
    expect(options(wish, seen, true).toString()).toBe(new URLSearchParams({ source: '区总', datum: 'gcj02', dry_run: 'true' }).toString());
    expect(options({ ...wish, columns: { 经度: 'lon' } }, seen, false).has('map')).toBe(false);
  });
  test('say what was changed, and what is left out', () => {
    expect(options({ ...wish, columns: { 点位: 'name', 地址: '' } }, seen, false).getAll('map')).toEqual(['点位=name', '地址=-']);
  });
  test('say a remembered mapping whole once it is changed', () => {
    expect(options({ ...wish, columns: { 点位: 'name' } }, { ...seen, remembered: true }, false).getAll('map')).toEqual(['点位=name', '经度=lon', '地址=address']);
  });
  test('never say dry_run when it is meant', () => {
    expect(options({ ...wish, sheet: '一', kind: 'union_station', key: '编号' }, seen, false).toString()).not.toContain('dry_run');
  });
});

test('a field stands at one column only', () => {
  expect(taken(seen, {}, '点位', 'address')).toEqual({ 点位: 'address', 地址: '' });
  expect(taken(seen, { 点位: 'name' }, '点位', '')).toEqual({ 点位: '' });
});
