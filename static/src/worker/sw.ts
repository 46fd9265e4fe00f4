// The service worker keeps the pages, so that they open at once and without a
// network. It answers for pages and their files alone: questions and tiles go
// to the server, and what was answered last is kept by the page itself, which
// can say when that was. It imports nothing: it is served as it is, as /sw.js.
const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELL = 'yizhan-shell-1';
const FIRST = '/'; // fetched beforehand; the other pages once they were visited
const PAGES = [FIRST, '/drive'];
const BESIDE = /^\/(favicon\.svg|manifest\.webmanifest|icon-[\w-]+\.png)$/;
const ASSET = /\/assets\/[\w.-]+/g;
const MOST = 60; // assets; the oldest go first

worker.addEventListener('install', (event) => {
  event.waitUntil(renew(FIRST).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && PAGES.includes(url.pathname)) event.respondWith(page(url.pathname, event));
  else if (url.pathname.startsWith('/assets/') || BESIDE.test(url.pathname)) event.respondWith(file(request));
});

// page answers with the kept page and renews it for the next visit. Its files
// are kept under names that change with their content, so an old page is whole.
async function page(path: string, event: FetchEvent): Promise<Response> {
  const known = await (await caches.open(SHELL)).match(path);
  const fresh = renew(path);
  if (!known) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return known;
}

// renew fetches a page and what it loads, and keeps the page last.
async function renew(path: string): Promise<Response> {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (!answer.ok) return answer;
  const shell = await caches.open(SHELL);
  const files = new Set((await answer.clone().text()).match(ASSET));
  await Promise.all([...files].map(async (name) => (await shell.match(name)) ?? shell.add(name)));
  await shell.put(path, answer.clone());
  await trim(shell);
  return answer;
}

async function file(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const known = await shell.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await shell.put(request, answer.clone());
  return answer;
}

async function trim(shell: Cache): Promise<void> {
  const assets = (await shell.keys()).filter((r) => new URL(r.url).pathname.startsWith('/assets/'));
  await Promise.all(assets.slice(0, Math.max(0, assets.length - MOST)).map((r) => shell.delete(r)));
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)));
}
