import { afterEach, expect, test, vi } from 'vitest';
import { USUAL } from '../api/nearby';
import { SAMPLE } from '../station/sample';
import { Search } from './search';

const HERE = { lon: 118, lat: 32 };
const host = { addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) };

afterEach(() => vi.unstubAllGlobals());

/** answering makes the server answer each question with what the function
 *  says, and gives the page a storage of its own. */
function answering(answer: () => Response | Promise<Response>, storage = new Map<string, string>()): void {
  vi.stubGlobal('fetch', () => Promise.resolve(answer()));
  vi.stubGlobal('localStorage', { getItem: (k: string) => storage.get(k) ?? null, setItem: (k: string, v: string) => storage.set(k, v), removeItem: (k: string) => storage.delete(k) });
}

const found = () => Response.json({ datum: 'wgs84', stations: [SAMPLE], next: 'p2' });

/** answered is a search whose first answer is there. */
async function answered(): Promise<Search> {
  answering(found);
  const search = new Search(host);
  await search.around(HERE);
  return search;
}

test('ways and doors are told as they were asked for, until the next answer is there', async () => {
  const search = await answered();
  expect([search.mode, search.asked]).toEqual(['walk', 'arrival']);
  let answer: (r: Response) => void = () => undefined;
  answering(() => new Promise((resolve) => (answer = resolve)));
  search.wanted = { ...USUAL, mode: 'ride', door: 'any' };
  const asking = search.around();
  expect([search.mode, search.asked]).toEqual(['walk', 'arrival']);
  answer(found());
  await asking;
  expect([search.mode, search.asked]).toEqual(['ride', 'now']);
});

test.each([
  ['a gateway that finds no server', 502, '<h1>Bad Gateway</h1>'],
  ['a login page of a wireless network', 200, '<html>'],
])('%s: what was saved is shown, with its ways', async (_, status, body) => {
  const search = await answered();
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));
  search.wanted = { ...USUAL, mode: 'ride' };
  await search.around();
  expect([search.saved?.mode, search.mode, search.shown.cards.length, search.problem]).toEqual(['walk', 'walk', 1, undefined]);
});

test('a next page that does not come takes nothing away', async () => {
  const search = await answered();
  await search.more();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
  await search.more();
  expect([search.shown.cards.length, search.next, search.saved, search.problem]).toMatchObject([2, 'p2', undefined, { trouble: 'offline' }]);
});

test('a question that is refused leaves no answer to another one', async () => {
  const search = await answered();
  answering(() => new Response('{}', { status: 429 }));
  await search.around({ lon: 121, lat: 31 });
  expect([search.shown.cards, search.next, search.problem]).toMatchObject([[], null, { trouble: 'busy' }]);
});

test('the same question that is refused when asked again leaves its answer', async () => {
  const search = await answered();
  answering(() => new Response('{}', { status: 429 }));
  await search.around();
  expect([search.shown.cards.length, search.next, search.problem]).toMatchObject([1, 'p2', { trouble: 'busy' }]);
});

test('what was saved stays when the question is refused then', async () => {
  const search = await answered();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError()));
  await search.around({ lon: 118.01, lat: 32 });
  answering(() => new Response('{}', { status: 429 }));
  await search.around();
  expect([search.saved?.place, search.shown.cards.length, search.problem]).toMatchObject([HERE, 1, { trouble: 'busy' }]);
});

test('a further page that is refused leaves the pages before', async () => {
  const search = await answered();
  answering(() => new Response('{}', { status: 429 }));
  await search.more();
  expect([search.shown.cards.length, search.next, search.problem]).toMatchObject([1, 'p2', { trouble: 'busy' }]);
});
