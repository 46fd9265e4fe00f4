import { afterEach, describe, expect, test, vi } from 'vitest';
import { holder } from './key';
import { Refusal, refusal, send } from './send';

afterEach(() => {
  holder.drop();
  vi.unstubAllGlobals();
});

describe('a request to the registry', () => {
  test('shows the key that is held in its header, and nowhere else', async () => {
    const asked = vi.fn((_: string, __: RequestInit) => Promise.resolve(new Response('{"a":1}', { headers: { ETag: '"7"' } })));
    vi.stubGlobal('fetch', asked);
    holder.hold(' yz_1_2 ');
    expect(await send('/v1/me')).toEqual({ value: { a: 1 }, etag: '"7"' });
    const [path, init] = asked.mock.calls[0]!;
    expect(path).toBe('/v1/me');
    expect(init.headers).toMatchObject({ Authorization: 'Bearer yz_1_2' });
    holder.drop();
    await send('/v1/me', { method: 'PATCH', body: { b: 2 }, headers: { 'Content-Type': 'application/merge-patch+json' } });
    expect(asked.mock.calls[1]![1]).toMatchObject({ method: 'PATCH', body: '{"b":2}', headers: { 'Content-Type': 'application/merge-patch+json' } });
    expect(JSON.stringify(asked.mock.calls[1])).not.toContain('yz_');
  });
  test('takes an answer without content for null', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })));
    expect((await send('/x', { method: 'DELETE' })).value).toBeNull();
  });
});

test.each([
  [400, 'input'],
  [401, 'refused'],
  [403, 'refused'],
  [412, 'input'],
  [429, 'busy'],
  [503, 'server'],
])('status %i is a refusal of sort %s that keeps its fields', (status, trouble) => {
  const got = refusal(status, '{"detail":"d","errors":[{"field":"name","problem":"is required"}]}');
  expect(got).toBeInstanceOf(Refusal);
  expect(got).toMatchObject({ status, trouble, fields: [{ field: 'name', problem: 'is required' }] });
});

test('a page of a proxy is a refusal too', () => {
  expect(refusal(502, '<html>').trouble).toBe('server');
});
