import { afterEach, describe, expect, test, vi } from 'vitest';
import { zh } from '../words/zh';
import { Failure, ask, inWords } from './client';

afterEach(() => vi.unstubAllGlobals());

function answering(status: number, body: string): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));
}

async function failure(): Promise<unknown> {
  return ask('/x').catch((e: unknown) => e);
}

describe('ask', () => {
  test('returns the JSON of a good answer', async () => {
    answering(200, '{"a":1}');
    expect(await ask('/x')).toEqual({ a: 1 });
  });
  test.each([
    [410, 'gone'],
    [429, 'busy'],
    [401, 'refused'],
    [403, 'refused'],
    [500, 'server'],
    [503, 'server'],
    [422, 'input'],
  ])('tells status %i as %s', async (status, trouble) => {
    answering(status, '{}');
    expect(await failure()).toMatchObject({ trouble });
  });
  test('says which field broke which rule', async () => {
    answering(422, '{"detail":"d","errors":[{"field":"minutes","problem":"must be more than 0"}]}');
    expect(inWords(await failure(), zh)).toBe('请求有误：minutes: 应大于 0');
  });
  test('says in Chinese what is wrong where no field is to blame', async () => {
    answering(400, '{"detail":"the query string is not well formed"}');
    expect(inWords(await failure(), zh)).toBe('请求有误：网址“?”后面的部分写得不对');
  });
  test('waits a moment for the words of a refusal, then tells it as it stands', async () => {
    vi.resetModules();
    vi.doMock('../words/problem', () => new Promise(() => undefined));
    vi.useFakeTimers();
    const client = await import('./client');
    answering(400, '{"detail":"the query string is not well formed"}');
    const refusal = client.ask('/x').catch((e: unknown) => e);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await refusal).toMatchObject({ trouble: 'input', detail: 'the query string is not well formed' });
    vi.useRealTimers();
    vi.doUnmock('../words/problem');
  });
  test('tells an answer that is no JSON', async () => {
    answering(200, '<html>');
    expect(await failure()).toMatchObject({ trouble: 'badAnswer' });
  });
  test('tells that nobody answered', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    expect(await failure()).toMatchObject({ trouble: 'offline' });
  });
  test('leaves giving up to who gave up', async () => {
    const given = new AbortController();
    given.abort();
    vi.stubGlobal('fetch', () => Promise.reject(given.signal.reason));
    expect(await ask('/x', { signal: given.signal }).catch((e: unknown) => e)).not.toBeInstanceOf(Failure);
  });
});
