/** patience is a signal that ends after some milliseconds, or when the given
 *  one does. AbortSignal has both as timeout and any, but only in browsers of
 *  2024: the web views that open a shared link on a cheap phone are older. */
export function patience(ms: number, given?: AbortSignal): AbortSignal {
  const ending = new AbortController();
  const clock = setTimeout(() => ending.abort(new DOMException('too slow', 'TimeoutError')), ms);
  const leave = () => {
    clearTimeout(clock);
    ending.abort(given?.reason);
  };
  if (given?.aborted) leave();
  else given?.addEventListener('abort', leave, { once: true });
  return ending.signal;
}
