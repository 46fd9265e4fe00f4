import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launch, shoot } from './browser';
import { EVERY, HERE, Rider } from './rider';

let browser: Browser;
let rider: Rider;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(() => rider.end());

// OLDER takes away what Chromium 78 or Safari 14 have not. That syntax is old
// enough is held by the unit tests.
const OLDER = `
  const without = (of, ...names) => { for (const name of names) if (of) delete of[name]; };
  without(Array.prototype, 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with');
  for (const list of [Object.getPrototypeOf(Int8Array.prototype), String.prototype]) without(list, 'at', 'findLast', 'findLastIndex');
  without(String.prototype, 'replaceAll', 'isWellFormed');
  without(Object, 'hasOwn', 'groupBy');
  without(Promise, 'any', 'withResolvers');
  without(self, 'structuredClone', 'requestIdleCallback', 'WeakRef', 'CompressionStream', 'DecompressionStream');
  without(self.AbortSignal, 'timeout', 'any');
  without(self.crypto, 'randomUUID');
  if (self.Element) {
    without(Element.prototype, 'replaceChildren', 'checkVisibility');
    without(Document.prototype, 'adoptedStyleSheets');
    without(ShadowRoot.prototype, 'adoptedStyleSheets');
    without(CSSStyleSheet.prototype, 'replace', 'replaceSync');
    without(HTMLDialogElement.prototype, 'showModal', 'show', 'close');
  }
`;

async function start(address = EVERY): Promise<Page> {
  rider = await Rider.start(browser);
  const { page } = rider;
  await page.addInitScript(OLDER);
  await page.route('**/assets/worker-*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: OLDER + (await answer.text()) });
  });
  await page.goto(address);
  return page;
}

describe('in a web view of 2020', () => {
  test('the list, the sheet of services and the map work', async () => {
    const page = await start();
    expect(await page.evaluate(() => 'at' in [] || 'hasOwn' in Object || 'adoptedStyleSheets' in document)).toBe(false);
    await rider.useMyPosition();
    expect(await rider.cards.count()).toBe(20);
    await rider.bar('服务').click();
    const sheet = page.locator('filter-sheet dialog');
    expect(await sheet.evaluate((d) => d.getBoundingClientRect().bottom)).toBe(780); // at the foot of the page
    await page.getByRole('checkbox', { name: '饮水' }).check();
    await rider.answered();
    await shoot(page, 'older-sheet');
    await sheet.getByRole('button', { name: /^看/ }).click();
    await expect.poll(() => sheet.isVisible()).toBe(false);
    await rider.map();
    expect(await page.evaluate(() => 'at' in [])).toBe(true); // for MapLibre alone
    expect(await rider.drawn(['stations', 'station-counts'])).toBeGreaterThan(0);
    await shoot(page, 'older-map');
    expect(rider.faults).toEqual([]);
  });

  test('a driver finds the stations along a route', async () => {
    const page = await start('/drive');
    await page.getByRole('button').first().waitFor();
    expect(rider.faults).toEqual([]);
  });
});

describe('where the page does not start', () => {
  test('it says so after a while, and leads to a list without scripts', async () => {
    rider = await Rider.start(browser, HERE, '/healthz');
    const { page } = rider;
    await page.route('**/assets/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'let so = ??;' }));
    await page.goto('/');
    const word = page.getByText('一直打不开？');
    expect(await word.isVisible()).toBe(false);
    await page.evaluate(() => document.getAnimations().forEach((a) => a.finish()));
    await word.waitFor();
    await shoot(page, 'older-not-started');
    await page.getByRole('link', { name: '站点文字列表' }).click();
    await page.getByRole('table').getByText('示例').first().waitFor();
  });

  test('it says nothing of the kind where it does', async () => {
    rider = await Rider.start(browser);
    await rider.page.getByRole('button', { name: '找我附近的' }).waitFor();
    expect(await rider.page.getByText('一直打不开？').count()).toBe(0);
  });
});
