import './provided';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, PHONE, launch, shoot, visit, type Visit } from './browser';

const origin = inject('origin');

let browser: Browser;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(() => seen.context.close());

async function start(options: Parameters<typeof visit>[2], address = '/plan'): Promise<void> {
  seen = await visit(browser, origin, options);
  page = seen.page;
  await page.goto(address);
}

const summary = () => page.locator('coverage-summary');
const share = async () => (await summary().locator('.share strong').textContent())!;

async function run(): Promise<void> {
  await page.getByRole('button', { name: '计算', exact: true }).click();
  await page.getByText(/^算好了/).waitFor();
}

describe('a planner at a desk', () => {
  test('computes a coverage, reads it, and goes to its largest gap', async () => {
    await start({ viewport: DESK });
    await run();
    expect(await share()).toMatch(/^\d+(\.\d)?%$/);
    await summary().getByText('walk-15@2').waitFor();
    expect(await page.locator('district-table tbody tr').count()).toBeGreaterThan(1);
    expect(await page.locator('gap-list li').count()).toBeGreaterThan(0);
    await settle(page);
    expect(await drawn(page, ['cells'])).toBeGreaterThan(0);
    expect(await drawn(page, ['gap-line'])).toBeGreaterThan(0);
    expect(await drawn(page, ['gap-ranks'])).toBeGreaterThan(0);
    expect(await drawn(page, ['stations'])).toBeGreaterThan(0);
    expect(await drawn(page, ['station-counts'])).toBeGreaterThan(0);
    await shoot(page, 'plan-desk');
    const before = await zoom(page);
    await page.locator('gap-list li button').first().click();
    await settle(page);
    expect(await zoom(page)).toBeGreaterThan(before);
    expect(await drawn(page, ['gap-picked'])).toBeGreaterThan(0);
    await shoot(page, 'plan-desk-gap');
    await page.emulateMedia({ colorScheme: 'dark' });
    await settle(page);
    await shoot(page, 'plan-desk-dark');
    expect(seen.faults).toEqual([]);
  });

  test('sees a smaller share for two stations than for one', async () => {
    await start({ viewport: DESK });
    await run();
    const one = parseFloat(await share());
    await page.getByRole('radio', { name: /2 个/ }).check();
    await page.getByRole('button', { name: '计算', exact: true }).click();
    await summary().getByText('能到 2 个驿站').waitFor();
    expect(parseFloat(await share())).toBeLessThan(one);
  });

  test('shares an address that computes the same again', async () => {
    await start({ viewport: DESK });
    await page.getByRole('radio', { name: '骑行' }).check();
    await page.getByRole('radio', { name: '10', exact: true }).check();
    await run();
    const address = new URL(page.url());
    expect(address.search).toBe('?mode=ride&minutes=10&k=1');
    const first = await share();
    await seen.context.close();
    await start({ viewport: DESK }, address.pathname + address.search);
    await page.getByText(/^算好了/).waitFor();
    expect(await share()).toBe(first);
  });

  test('counts one district alone when it is chosen', async () => {
    await start({ viewport: DESK });
    await run();
    const whole = await total(page);
    await page.locator('plan-form #area').selectOption({ index: 2 });
    await page.getByRole('button', { name: '计算', exact: true }).click();
    await expect.poll(() => total(page)).toBeLessThan(whole);
  });

  test('downloads cells and gaps as files', async () => {
    await start({ viewport: DESK });
    await run();
    for (const link of await page.getByRole('navigation', { name: '导出' }).getByRole('link').all()) {
      const answer = await page.request.get((await link.getAttribute('href'))!);
      expect(answer.status(), await link.textContent() ?? '').toBe(200);
      expect((await answer.body()).length).toBeGreaterThan(100);
    }
  });

  test('reads English', async () => {
    await start({ viewport: DESK }, '/plan?lang=en');
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.getByText(/^Done/).waitFor();
    await settle(page);
    await shoot(page, 'plan-desk-english');
    expect(seen.faults).toEqual([]);
  });

  test('is told in words what the server does not accept', async () => {
    await start({ viewport: DESK }, '/plan?area=000000&minutes=15');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/请求有误/);
  });
});

test('a planner on a phone scrolls through form, map, figures and gaps', async () => {
  await start({ viewport: PHONE });
  await run();
  await settle(page);
  await shoot(page, 'plan-phone');
  await shoot(page, 'plan-phone-full', true);
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide).toBeLessThanOrEqual(screen!);
  expect(seen.faults).toEqual([]);
});

test('without WebGL the planner has figures and lists', async () => {
  const plain = await launch({ webgl: false });
  seen = await visit(plain, origin, { viewport: DESK });
  page = seen.page;
  await page.goto('/plan');
  await page.getByText('画不了地图').waitFor();
  await run();
  expect(await page.locator('gap-list li').count()).toBeGreaterThan(0);
  expect(seen.faults).toEqual([]);
  await plain.close();
});

async function total(on: Page): Promise<number> {
  const text = await on.locator('coverage-summary table').first().locator('tbody tr').first().locator('td').nth(1).textContent();
  return Number(text!.replaceAll(',', ''));
}

interface Chart {
  loaded(): boolean;
  getZoom(): number;
  queryRenderedFeatures(options: object): unknown[];
}

/** settle waits until the map has drawn all it asked for. */
async function settle(on: Page): Promise<void> {
  await on.waitForFunction(() => {
    const map = (document.querySelector('planner-app')?.shadowRoot?.querySelector('planner-map') as { map?: Chart } | null)?.map;
    return map?.loaded();
  });
  await on.waitForTimeout(300);
}

function zoom(on: Page): Promise<number> {
  return on.evaluate(() => (document.querySelector('planner-app')!.shadowRoot!.querySelector('planner-map') as unknown as { map: Chart }).map.getZoom());
}

/** drawn counts the features of these layers that the map shows. */
function drawn(on: Page, layers: string[]): Promise<number> {
  return on.evaluate((names) => {
    const { map } = document.querySelector('planner-app')!.shadowRoot!.querySelector('planner-map') as unknown as { map: Chart };
    return map.queryRenderedFeatures({ layers: names }).length;
  }, layers);
}
