import { afterEach, describe, expect, test, vi } from 'vitest';
import { send } from './send';

afterEach(() => vi.unstubAllGlobals());

function device(share: unknown, copies = true): string[] {
  const copied: string[] = [];
  const writeText = (text: string) => (copies ? Promise.resolve(void copied.push(text)) : Promise.reject(new Error('refused')));
  vi.stubGlobal('navigator', { share, clipboard: { writeText } });
  return copied;
}

describe('a link', () => {
  test('goes to the sheet of a device that has one, and is not copied', async () => {
    const copied = device(() => Promise.resolve());
    expect(await send('a', 'https://x.example/')).toBe('handed');
    expect(copied).toEqual([]);
  });
  test('needs no word when the sheet is closed', async () => {
    device(() => Promise.reject(new DOMException('closed', 'AbortError')));
    expect(await send('a', 'https://x.example/')).toBe('handed');
  });
  test.each([
    ['without a sheet', undefined],
    ['when the sheet fails', () => Promise.reject(new DOMException('not now', 'NotAllowedError'))],
  ])('is copied %s', async (_, share) => {
    const copied = device(share);
    expect(await send('a', 'https://x.example/')).toBe('copied');
    expect(copied).toEqual(['https://x.example/']);
  });
});
