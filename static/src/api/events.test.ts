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
