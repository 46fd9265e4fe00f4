import type { Page } from 'playwright-core';

/** foreign lists what an English page says in Chinese, text by text and label
 *  by label, and does not mark as Chinese: data is marked, for those to whom
 *  the page is read aloud. What is hidden counts, too. */
export function foreign(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const han = /\p{Script=Han}/u;
    const found = new Set<string>();
    const note = (text: string | null, chinese: boolean) => {
      if (text && han.test(text) && !chinese) found.add(text.trim());
    };
    const walk = (node: Node, chinese: boolean): void => {
      if (node.nodeType === Node.TEXT_NODE) note(node.textContent, chinese);
      if (!(node instanceof Element)) return;
      if (['STYLE', 'SCRIPT', 'NOSCRIPT'].includes(node.nodeName)) return;
      const own = node.getAttribute('lang');
      const here = own ? own.startsWith('zh') : chinese;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) note(node.getAttribute(name), here);
      for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child, here);
    };
    walk(document.body, false);
    note(document.title, false);
    return [...found];
  });
}
