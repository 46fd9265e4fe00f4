import { afterEach, expect, test, vi } from 'vitest';
import { learned } from './learned';

afterEach(() => vi.unstubAllGlobals());

function offline(kept: string | null): void {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  vi.stubGlobal('localStorage', { getItem: () => kept, setItem: () => undefined });
}

test('without a network what an earlier visit learned holds', async () => {
  offline('{"synthetic":true}');
  expect(await learned()).toMatchObject({ meta: { synthetic: true }, problem: { trouble: 'offline' } });
});

test.each([null, '', '{"synth', 'null'])('what is kept as %j is nothing', async (kept) => {
  offline(kept);
  expect(await learned()).toMatchObject({ meta: undefined, problem: { trouble: 'offline' } });
});
