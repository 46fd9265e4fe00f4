import { afterEach, describe, expect, test, vi } from 'vitest';
import { ask } from './client';
import { patience } from './patience';
import { send } from './send';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('patience', () => {
  test('ends after its time, by the name that a browser gives it', () => {
    vi.useFakeTimers();
    const signal = patience(1000);
    vi.advanceTimersByTime(999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  test('ends when the caller gives up, now or before', () => {
    const given = new AbortController();
    const signal = patience(60_000, given.signal);
    expect(signal.aborted).toBe(false);
    given.abort();
    expect(signal.aborted).toBe(true);
    expect(patience(60_000, given.signal).aborted).toBe(true);
  });

  // Browsers of before 2022 end a fetch with an AbortError whatever the reason.
  test.each([
    ['ask', () => ask('/x', { patience: 1000 })],
    ['send', () => send('/x', { patience: 1000 })],
  ])('%s tells of a time that is over, also where the browser does not', async (_, question) => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', (_path: string, { signal }: { signal: AbortSignal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))));
    const told = expect(question()).rejects.toMatchObject({ trouble: 'timeout' });
    vi.advanceTimersByTime(1000);
    await told;
  });

  // As in the web views of phones that are a few years old, WeChat's among them.
  test('a question is asked where the browser joins no signals', async () => {
    const { AbortSignal: known } = globalThis;
    vi.stubGlobal('AbortSignal', Object.assign(function () {}, { prototype: known.prototype }));
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"a":1}')));
    expect(await ask('/x', { signal: new AbortController().signal })).toEqual({ a: 1 });
  });
});
