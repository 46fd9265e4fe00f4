/** serveOffline starts the worker that keeps the pages for when there is no
 *  network, once the page has nothing better to do. Where it may not run (plain
 *  http, some web-views) the pages need the network, as before. */
export function serveOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  const start = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}
