import type { Page } from 'playwright-core';

/** press walks to what has this name by the Tab key, and presses Enter (or
 *  another key) there. */
export async function press(on: Page, name: string | RegExp, key = 'Enter'): Promise<void> {
  for (let steps = 0; steps < 120; steps++) {
    await on.keyboard.press('Tab');
    const here = await focused(on);
    if (typeof name === 'string' ? here === name : name.test(here)) return on.keyboard.press(key);
  }
  throw new Error(`no way to ${name} by keys`);
}

/** focused is the text of what has the focus, through all shadows; of a field
 *  it is its label. */
export function focused(on: Page): Promise<string> {
  return on.evaluate(() => {
    let at: Element | null | undefined = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const label = (at as HTMLInputElement | null)?.labels?.[0];
    return ((label ?? at)?.textContent ?? '').replace(/[▴▾▸]/g, '').replace(/\s+/g, ' ').trim();
  });
}
