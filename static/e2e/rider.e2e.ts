import './provided';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, launch, shoot, visit, type Visit } from './browser';

const origin = inject('origin');
const centre = inject('centre');
const HERE = { geolocation: { longitude: centre[0], latitude: centre[1] }, permissions: ['geolocation'] };

let browser: Browser;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** start opens the rider's page with a fresh browser profile. */
async function start(options: Parameters<typeof visit>[2] = HERE, address = '/'): Promise<void> {
  seen = await visit(browser, origin, options);
  page = seen.page;
  await page.goto(address);
}

const cards = () => page.locator('station-card');

async function useMyPosition(): Promise<void> {
  await page.getByRole('button', { name: '用我的位置' }).click();
  await cards().first().waitFor();
}

describe('a rider on a phone', () => {
  beforeEach(() => start());
  afterEach(() => seen.context.close());

  test('finds a station near, opens its card and is offered navigation', async () => {
    await page.getByRole('button', { name: '在地图上选位置' }).waitFor();
    await shoot(page, 'rider-phone-start');
    await useMyPosition();
    expect(await cards().count()).toBe(20);
    await page.locator('rider-map .pin').first().waitFor();
    await settle(page);
    await shoot(page, 'rider-phone-list');
    await cards().first().getByRole('button', { name: /怎么去/ }).click();
    const links = cards().first().getByRole('navigation', { name: '导航' }).getByRole('link');
    expect(await links.allTextContents()).toEqual(['高德', '百度', '腾讯', '其他地图']);
    expect(await links.first().getAttribute('href')).toMatch(/^https:\/\/uri\.amap\.com\//);
    expect(await links.last().getAttribute('href')).toMatch(/^geo:/);
    await shoot(page, 'rider-phone-card');
    expect(seen.faults).toEqual([]);
  });

  test('filters by kind, by service and by what is open now', async () => {
    await useMyPosition();
    await choose(page, /^类型/, '职工驿站');
    await answered(page);
    for (const kind of await page.locator('station-card .soft').evaluateAll(kinds)) expect(kind).toContain('职工驿站');
    await page.getByRole('button', { name: /^服务/ }).click();
    await shoot(page, 'rider-phone-filter');
    await page.getByRole('checkbox', { name: '饮水', exact: true }).check();
    await page.getByRole('button', { name: '好了' }).click();
    await page.getByRole('button', { name: /现在开放/ }).click();
    await answered(page);
    expect(await cards().count()).toBeGreaterThan(0);
    expect(await page.locator('station-card .state.closed').count()).toBe(0);
    expect(seen.faults).toEqual([]);
  });

  test('is told how far the nearest one is when none suits, and clears the filters', async () => {
    await useMyPosition();
    await choose(page, /^类型/, '智能柜');
    await choose(page, /^服务/, '理发');
    await page.getByText('没有符合条件的驿站').waitFor();
    expect(await page.locator('station-list .note').textContent()).toMatch(/最近的一个是“.+”，离这里 .+(米|公里)/);
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect.poll(() => cards().count()).toBe(20);
    expect(seen.faults).toEqual([]);
  });

  test('gets the next page and keeps the first', async () => {
    await useMyPosition();
    const first = await cards().first().getAttribute('data-id');
    await page.getByRole('button', { name: '更多' }).click();
    await expect.poll(() => cards().count()).toBe(40);
    expect(await cards().first().getAttribute('data-id')).toBe(first);
    expect(new Set(await ids(page)).size).toBe(40);
  });

  test('switches to English, and the next visit is English too', async () => {
    await useMyPosition();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Near me' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await shoot(page, 'rider-phone-english');
    await page.goto('/');
    await page.getByRole('button', { name: 'Near me' }).waitFor();
    expect(seen.faults).toEqual([]);
  });

  test('finds a station by name', async () => {
    await useMyPosition();
    const name = (await cards().first().locator('h3').textContent())!.trim();
    await page.goto('/');
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('button', { name: '查找' }).click();
    await page.locator('name-search li button').first().click();
    await cards().first().waitFor();
    expect(await page.locator('station-card h3').allTextContents()).toContain(name);
  });

  test('is told in words when the network is gone, and retries', async () => {
    await page.route('**/v1/nearby', (route) => route.abort());
    await page.getByRole('button', { name: '用我的位置' }).click();
    await page.getByRole('alert').filter({ hasText: '连不上服务器' }).waitFor();
    await page.unroute('**/v1/nearby');
    await page.getByRole('alert').getByRole('button', { name: '重试' }).click();
    await cards().first().waitFor();
  });

  test('needs no pointer', async () => {
    await page.getByRole('button', { name: '用我的位置' }).focus();
    await page.keyboard.press('Enter');
    await cards().first().waitFor();
    await cards().first().getByRole('button', { name: /怎么去/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await cards().first().getByRole('link', { name: '高德' }).waitFor();
    expect(await cards().first().getByRole('button', { name: /收起/ }).getAttribute('aria-expanded')).toBe('true');
  });

  test('reads at twice the text size without sideways scrolling', async () => {
    await page.addStyleTag({ content: 'html{font-size:200%}' }).catch(() => page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%')));
    await useMyPosition();
    await cards().first().getByRole('button', { name: /怎么去/ }).click();
    await shoot(page, 'rider-phone-large-text');
    const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(wide).toBeLessThanOrEqual(screen!);
  });

  test('has targets of 44 px', async () => {
    await useMyPosition();
    await page.locator('rider-map .pin').first().waitFor();
    await cards().first().getByRole('button', { name: /怎么去/ }).click();
    for (const target of await page.locator('button, a.button, select, input:not([type=checkbox])').all()) {
      if (!(await target.isVisible())) continue;
      const box = (await target.boundingBox())!;
      const label = (await target.textContent()) ?? '';
      expect(Math.round(Math.min(box.height, box.width)), label.trim()).toBeGreaterThanOrEqual(44);
    }
  });
});

describe('a rider without a position', () => {
  afterEach(() => seen.context.close());

  test('who refuses it is told what else to do', async () => {
    await start({ permissions: [] });
    await page.getByRole('button', { name: '用我的位置' }).click();
    await page.getByText('没有得到定位许可').waitFor();
  });

  test('taps the map and gets the stations there', async () => {
    await start({ viewport: DESK });
    await page.getByRole('button', { name: '在地图上选位置' }).click();
    const map = page.locator('rider-map');
    await map.locator('canvas').waitFor();
    await settle(page);
    await map.click({ position: { x: 300, y: 300 } });
    await cards().first().waitFor();
    await settle(page);
    await shoot(page, 'rider-desk');
    expect(await drawn(page, ['minor', 'middle', 'major'])).toBeGreaterThan(0);
    await map.locator('.pin').nth(2).click();
    expect(await page.locator('station-card[opened]').count()).toBe(1);
    await page.emulateMedia({ colorScheme: 'dark' });
    await settle(page);
    await shoot(page, 'rider-desk-dark');
    expect(seen.faults).toEqual([]);
  });

  test('opens a shared link and never sends the fragment', async () => {
    await start({}, `/#at=${centre[0]},${centre[1]}`);
    await cards().first().waitFor();
    expect(seen.faults).toEqual([]);
  });
});

// What a slow phone waits for: scripts before the map is asked for, and the
// first answer. Sizes are those on the wire, of a first visit.
test('a first visit waits for at most 60 kB of script and 10 kB of answer', async () => {
  seen = await visit(browser, origin, HERE);
  page = seen.page;
  const sizes = new Map<string, number>();
  page.on('requestfinished', async (r) => sizes.set(new URL(r.url()).pathname, (await r.sizes()).responseBodySize));
  await page.goto('/', { waitUntil: 'networkidle' });
  const scripts = [...sizes].filter(([path]) => path.endsWith('.js')).reduce((sum, [, size]) => sum + size, 0);
  expect(scripts).toBeGreaterThan(10_000);
  expect(scripts).toBeLessThanOrEqual(60_000);
  await useMyPosition();
  await expect.poll(() => sizes.get('/v1/nearby')).toBeGreaterThan(0);
  expect(sizes.get('/v1/nearby')).toBeLessThanOrEqual(10_000);
  await seen.context.close();
});

test('without WebGL the list works and the page says why there is no map', async () => {
  const plain = await launch({ webgl: false });
  const asked: string[] = [];
  seen = await visit(plain, origin, HERE);
  page = seen.page;
  page.on('request', (r) => asked.push(r.url()));
  await page.goto('/');
  await useMyPosition();
  await page.getByText('画不了地图').waitFor();
  await shoot(page, 'rider-phone-no-webgl');
  expect(asked.filter((url) => /tiles|maplibre|rider-map/.test(url))).toEqual([]);
  expect(seen.faults).toEqual([]);
  await plain.close();
});

async function choose(on: Page, list: RegExp, word: string): Promise<void> {
  await on.getByRole('button', { name: list }).click();
  await on.getByRole('checkbox', { name: word, exact: true }).check();
  await on.getByRole('button', { name: '好了' }).click();
}

async function answered(on: Page): Promise<void> {
  await on.locator('station-list section[aria-busy=false]').waitFor();
}

async function ids(on: Page): Promise<(string | null)[]> {
  return on.locator('station-card').evaluateAll((all) => all.map((c) => c.getAttribute('data-id')));
}

function kinds(elements: Element[]): string[] {
  return elements.filter((e) => e.tagName === 'P').map((e) => e.textContent ?? '');
}

/** settle waits until the map has drawn all it asked for. */
async function settle(on: Page): Promise<void> {
  await on.waitForFunction(() => {
    const map = (document.querySelector('rider-app')?.shadowRoot?.querySelector('rider-map') as { map?: { loaded(): boolean } } | null)?.map;
    return map?.loaded();
  });
  await on.waitForTimeout(300);
}

/** drawn counts the features of these layers that the map shows. */
async function drawn(on: Page, layers: string[]): Promise<number> {
  return on.evaluate((names) => {
    const host = document.querySelector('rider-app')?.shadowRoot?.querySelector('rider-map') as { map?: { queryRenderedFeatures(o: object): unknown[] } };
    return host.map!.queryRenderedFeatures({ layers: names }).length;
  }, layers);
}
