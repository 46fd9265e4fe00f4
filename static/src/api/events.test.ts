import { afterEach, expect, test, vi } from 'vitest';
import { listen, type ServerEvent } from './events';

afterEach(() => vi.unstubAllGlobals());

// streaming answers with these pieces, one after another.
function streaming(...pieces: string[]): void {
  const bytes = new TextEncoder();
  const body = new ReadableStream({
    start(out) {
      for (const piece of pieces) out.enqueue(bytes.encode(piece));
      out.close();
    },
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)));
}

async function heard(): Promise<ServerEvent[]> {
  const all: ServerEvent[] = [];
  for await (const event of listen('/x', {})) all.push(event);
  return all;
}

test('events are read whole, however they are cut', async () => {
  streaming('event: progress\nda', 'ta: {"done":1}\n\nevent: ans', 'wer\ndata: {"p":2}\n', '\n');
  expect(await heard()).toEqual([
    { name: 'progress', data: '{"done":1}' },
    { name: 'answer', data: '{"p":2}' },
  ]);
});

test('an event that never ends is none, and one without a name is a message', async () => {
  streaming('data: a\ndata: b\n\nevent: half\ndata: x');
  expect(await heard()).toEqual([{ name: 'message', data: 'a\nb' }]);
});

test('who has heard enough ends the answer', async () => {
  let ended = false;
  const body = new ReadableStream({
    start: (out) => out.enqueue(new TextEncoder().encode('event: answer\ndata: 1\n\n')),
    cancel: () => void (ended = true),
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)));
  for await (const event of listen('/x', {})) if (event.name === 'answer') break;
  await vi.waitFor(() => expect(ended).toBe(true));
});

test('an answer that stops coming is too slow, not a lost network', async () => {
  vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
    const body = new ReadableStream({ start: (out) => signal!.addEventListener('abort', () => out.error(signal!.reason)) });
    return Promise.resolve(new Response(body));
  });
  const slow = async () => {
    for await (const event of listen('/x', { patience: 1 })) expect(event).toBeUndefined();
  };
  await expect(slow()).rejects.toMatchObject({ trouble: 'timeout' });
});
