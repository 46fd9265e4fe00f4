import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { added, moved, newName } from './edits';
import { Trial } from './trial';

const host = { addController: () => {}, removeController: () => {}, requestUpdate: () => {}, updateComplete: Promise.resolve(true) };
let asked: { base: string; add: unknown[] }[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)) as (typeof asked)[number]);
    return Promise.resolve(Response.json({ no_effect: [] }));
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a drag of many steps is undone at once', () => {
  const trial = new Trial(host);
  trial.change(added([], 1, 1));
  for (const lon of [2, 3, 4]) trial.preview(moved(trial.list, newName(0), lon, 1));
  trial.change(moved(trial.list, newName(0), 5, 1));
  expect(trial.list).toMatchObject([{ lon: 5 }]);
  trial.undo();
  expect(trial.list).toMatchObject([{ lon: 1 }]);
  trial.redo();
  expect(trial.list).toMatchObject([{ lon: 5 }]);
  trial.undo();
  trial.undo();
  expect([trial.list, trial.undoable]).toEqual([[], false]);
});

test('a new edit ends what could be done again', () => {
  const trial = new Trial(host);
  trial.change(added([], 1, 1));
  trial.undo();
  trial.change(added([], 2, 2));
  expect([trial.redoable, trial.undoable]).toEqual([false, true]);
});

test('nothing is asked without a run, and the edits are asked again of another one', async () => {
  const trial = new Trial(host);
  trial.change(added([], 1, 1));
  expect(asked).toEqual([]);
  trial.rest('0123456789abcdef');
  await vi.waitFor(() => expect(trial.effect).toBeDefined());
  trial.rest('fedcba9876543210');
  expect(trial.effect).toBeUndefined();
  await vi.waitFor(() => expect(trial.effect).toBeDefined());
  expect(asked.map((q) => [q.base, q.add.length])).toEqual([
    ['0123456789abcdef', 1],
    ['fedcba9876543210', 1],
  ]);
});

test('without edits there is no effect', async () => {
  const trial = new Trial(host);
  trial.rest('0123456789abcdef');
  trial.change(added([], 1, 1));
  await vi.waitFor(() => expect(trial.effect).toBeDefined());
  trial.change([]);
  expect([trial.effect, trial.busy]).toEqual([undefined, false]);
});
