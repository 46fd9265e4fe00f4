const LATEST = 2000; // ms; a page that is never idle has its map then

/** quiet settles when an element is in sight and the page has nothing else to
 *  do: what a map costs then holds nobody up. It may never settle. */
export async function quiet(element: Element): Promise<void> {
  await inSight(element);
  await idle();
}

function inSight(element: Element): Promise<void> {
  return new Promise((resolve) => {
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(element);
  });
}

// Safari has no requestIdleCallback.
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: LATEST });
    else setTimeout(resolve, LATEST / 10);
  });
}
