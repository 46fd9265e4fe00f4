import type { Page } from 'playwright-core';

/** Chart is what is asked of a MapLibre map that may still be on its way. */
interface Chart {
  once(event: 'idle', listener: () => void): void;
  triggerRepaint(): void;
}

/** still waits until each map of the page, an element of that name, has drawn
 *  all that it asked for and moves no more. A map that is idle already says so
 *  again when it is drawn once more. */
export async function still(page: Page, element: string): Promise<void> {
  await page.locator(`${element} canvas`).first().waitFor();
  await page.locator(element).evaluateAll(async (hosts) => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const idle = async (host: { map?: Chart }): Promise<void> => {
      while (!host.map) await frame();
      const { map } = host;
      await new Promise<void>((resolve) => {
        map.once('idle', resolve);
        map.triggerRepaint();
      });
    };
    await Promise.all((hosts as { map?: Chart }[]).map(idle));
  });
}
