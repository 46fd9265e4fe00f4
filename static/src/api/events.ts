import { Failure, send, type Options } from './client';

/** ServerEvent is one event of a stream, its data as text. */
export interface ServerEvent {
  name: string;
  data: string;
}

/** listen sends a question and gives the events of its answer as they come. It
 *  throws as ask does. (EventSource sends no body, so it cannot be used.) */
export async function* listen(path: string, options: Options): AsyncGenerator<ServerEvent> {
  const answer = await send(path, 'text/event-stream', options);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await read(reader, options.signal);
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) yield parsed(block);
    }
  } finally {
    void reader.cancel().catch(() => undefined); // whoever has heard enough ends the answer
  }
}

async function read(reader: ReadableStreamDefaultReader<string>, signal?: AbortSignal): Promise<ReadableStreamReadResult<string>> {
  try {
    return await reader.read();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Failure(cause instanceof DOMException && cause.name === 'TimeoutError' ? 'timeout' : 'offline');
  }
}

// parsed reads an event of the HTML standard's form; our server ends lines
// with LF and sends no comments, ids or retry times.
function parsed(block: string): ServerEvent {
  const event = { name: 'message', data: [] as string[] };
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line)!;
    if (field === 'event') event.name = value;
    if (field === 'data') event.data.push(value);
  }
  return { name: event.name, data: event.data.join('\n') };
}
