import { afterEach, expect, test, vi } from 'vitest';
import { upload } from './office';

afterEach(() => vi.unstubAllGlobals());

// answering is a browser whose uploads are answered so.
function answering(status: number, responseText: string): void {
  class Request {
    status = status;
    responseText = responseText;
    upload: { onprogress?: unknown } = {};
    onload?: () => void;
    open() {}
    setRequestHeader() {}
    send() {
      queueMicrotask(() => this.onload?.());
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request);
}

const importing = () => upload(new File(['a'], 'a.csv'), new URLSearchParams(), () => undefined);

test('the report of an upload is its answer', async () => {
  answering(200, '{"created":2}');
  expect(await importing()).toEqual({ created: 2 });
});

test('an upload that is answered with something else fails, and is not waited for', async () => {
  answering(200, '<html>signed out</html>');
  await expect(importing()).rejects.toMatchObject({ trouble: 'badAnswer' });
});

test('an upload that is refused says why', async () => {
  answering(400, '{"detail":"no header"}');
  await expect(importing()).rejects.toMatchObject({ trouble: 'input', status: 400 });
});
