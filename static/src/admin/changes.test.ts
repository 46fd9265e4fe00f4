import { describe, expect, test } from 'vitest';
import type { Edit } from '../api/registry';
import { amendment, at, clashes, differences, patch, put, rebase } from './changes';

const base: Edit = {
  id: 'a', revision: 7, datum: 'gcj02', lon: 118.8, lat: 32.05, lifecycle: 'open',
  name: '新站', floor: '1', truck: { spaces: 3, cctv: true }, services: [{ code: 'water', status: 'ok' }],
};

/** merged applies a merge patch as RFC 7396 writes it down, by another road. */
function merged(target: unknown, change: unknown): unknown {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change;
  const out: Record<string, unknown> = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete out[name];
    else out[name] = merged(out[name], value);
  }
  return out;
}

describe('a patch', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['says nothing of what is the same', { name: '新站', hours: '' }, {}],
    ['clears with null', { name: '新站', floor: '' }, { floor: null }],
    ['goes into objects', { truck: { spaces: 4, cctv: true } }, { truck: { spaces: 4 } }],
    ['replaces lists whole', { services: [{ code: 'wifi', status: 'ok' }] }, { services: [{ code: 'wifi', status: 'ok' }] }],
    ['takes an object away that became empty', { truck: { spaces: null, cctv: undefined } }, { truck: null }],
  ])('%s', (_, after, want) => {
    const before = Object.fromEntries(Object.keys(after).map((name) => [name, base[name]]));
    expect(patch(before, after)).toEqual(want);
    expect(patch(merged(before, want) as Record<string, unknown>, after)).toEqual({});
  });
  test('never sends what the registry sets, nor a place that was not moved', () => {
    const shown = { ...base, revision: 9, datum: 'wgs84' as const, lon: 118.79, lat: 32.04, floor: '2' };
    expect(amendment(base, shown, false)).toEqual({ floor: '2' });
    expect(amendment(base, shown, true)).toEqual({ floor: '2', datum: 'wgs84', lon: 118.79, lat: 32.04 });
  });
});

describe('two who change one record', () => {
  const theirs: Edit = { ...base, revision: 8, name: '他们的名', hours: '24/7' };
  const mine: Edit = { ...base, name: '我的名', floor: '2' };
  test('clash in the fields that both changed otherwise', () => {
    expect(clashes(base, theirs, mine)).toEqual([{ field: 'name', base: '新站', theirs: '他们的名', mine: '我的名' }]);
    expect(clashes(base, theirs, { ...mine, name: '他们的名' })).toEqual([]);
  });
  test('both keep what only one changed', () => {
    expect(rebase({ base, theirs, mine }, new Set(), false)).toEqual({ ...theirs, name: '我的名', floor: '2' });
    expect(rebase({ base, theirs, mine }, new Set(['name']), false)).toEqual({ ...theirs, floor: '2' });
  });
  test('keep what one of them emptied empty', () => {
    const { floor: _, ...without } = base;
    expect(rebase({ base, theirs, mine: without as Edit }, new Set(), false)).not.toHaveProperty('floor');
  });
});

test('differences tell members and a place that moved', () => {
  const after = { ...base, lon: 118.9, truck: { spaces: 5, cctv: true }, hours: '24/7' };
  expect(differences(base, after)).toEqual([
    { field: 'hours', before: undefined, after: '24/7' },
    { field: 'truck.spaces', before: 3, after: 5 },
    { field: 'place', before: [118.8, 32.05], after: [118.9, 32.05] },
  ]);
  expect(differences(base, null).map((d) => d.field)).toContain('name');
  expect(differences(base, base)).toEqual([]);
});

test('members are read and put by their path', () => {
  expect(at(base, 'truck.spaces')).toBe(3);
  expect(at(base, 'links.enrol_url')).toBeUndefined();
  expect(put(base, 'truck.spaces', 9).truck).toEqual({ spaces: 9, cctv: true });
  expect(put({ links: { a: 'x' } }, 'links.a', '')).toEqual({});
  expect(base.truck).toEqual({ spaces: 3, cctv: true });
});
