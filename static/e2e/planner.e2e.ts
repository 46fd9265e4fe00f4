import './provided';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, PHONE, launch, shoot, visit, type Visit } from './browser';
import { drawn, settle, zoom } from './chart';

const origin = inject('origin');

let browser: Browser;
let plain: Browser; // draws no map, which makes it quick
let seen: Visit;
let page: Page;

beforeAll(async () => {
  [browser, plain] = await Promise.all([launch(), launch({ webgl: false })]);
});
afterAll(() => Promise.all([browser.close(), plain.close()]));
afterEach(() => seen.context.close());

async function start(options: Parameters<typeof visit>[2], address = '/plan', by = browser): Promise<void> {
  seen = await visit(by, origin, options);
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
    expect(await summary().locator('plan-chart canvas').count()).toBe(1);
    await settle(page);
    expect(await drawn(page, 'cells')).toBeGreaterThan(0);
    expect(await drawn(page, 'gap-line')).toBeGreaterThan(0);
    expect(await drawn(page, 'gap-ranks')).toBeGreaterThan(0);
    expect(await drawn(page, 'stations')).toBeGreaterThan(0);
    expect(await drawn(page, 'station-counts')).toBeGreaterThan(0);
    await shoot(page, 'plan-desk');
    const before = await zoom(page);
    await open(page, '空白点');
    await page.locator('gap-list li button').first().click();
    await settle(page);
    expect(await zoom(page)).toBeGreaterThan(before);
    expect(await drawn(page, 'gap-picked')).toBeGreaterThan(0);
    await shoot(page, 'plan-desk-gap');
    await open(page, '分区');
    expect(await page.locator('districts-panel .districts tbody tr').count()).toBeGreaterThan(1);
    expect(await page.locator('districts-panel .scroll').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0); // the share is the last column
    await page.emulateMedia({ colorScheme: 'dark' });
    await settle(page);
    await shoot(page, 'plan-desk-dark');
    expect(seen.faults).toEqual([]);
  });

  test('reads English', async () => {
    await start({ viewport: DESK }, '/plan?lang=en');
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.getByText(/^Done/).waitFor();
    await settle(page);
    await shoot(page, 'plan-desk-english');
    expect(seen.faults).toEqual([]);
  });
});

describe('a planner who reads figures', () => {
  test('sees a smaller share for two stations than for one', async () => {
    await start({ viewport: DESK }, '/plan', plain);
    await run();
    const one = parseFloat(await share());
    await page.getByRole('radio', { name: /2 个/ }).check();
    await page.getByRole('button', { name: '计算', exact: true }).click();
    await summary().getByText('能到 2 个驿站').waitFor();
    expect(parseFloat(await share())).toBeLessThan(one);
  });

  test('shares an address that computes the same again', async () => {
    await start({ viewport: DESK }, '/plan', plain);
    await page.getByRole('radio', { name: '骑行' }).check();
    await page.getByRole('radio', { name: '10', exact: true }).check();
    await run();
    const address = new URL(page.url());
    expect(address.search).toBe('?mode=ride&minutes=10&k=1');
    const first = await share();
    await seen.context.close();
    await start({ viewport: DESK }, address.pathname + address.search, plain);
    await page.getByText(/^算好了/).waitFor();
    expect(await share()).toBe(first);
  });

  test('counts one district alone when it is chosen', async () => {
    await start({ viewport: DESK }, '/plan', plain);
    await run();
    const whole = await total(page);
    await page.locator('plan-form #area').selectOption({ index: 2 });
    await page.getByRole('button', { name: '计算', exact: true }).click();
    await expect.poll(() => total(page)).toBeLessThan(whole);
  });

  test('downloads cells and gaps as files', async () => {
    await start({ viewport: DESK }, '/plan', plain);
    await run();
    expect(await page.locator('.ready').getByRole('link', { name: '报告 PDF' }).getAttribute('href')).toMatch(/\.pdf|report/);
    for (const link of await page.getByRole('navigation', { name: '导出' }).getByRole('link').all()) {
      const answer = await page.request.get((await link.getAttribute('href'))!);
      expect(answer.status(), await link.textContent() ?? '').toBe(200);
      expect((await answer.body()).length).toBeGreaterThan(100);
    }
  });

  test('is told in words what the server does not accept', async () => {
    await start({ viewport: DESK }, '/plan?area=000000&minutes=15', plain);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toMatch(/请求有误.*没有载入这个区划/);
  });
});

// What a page says when there is nothing to say: the server's answers are
// changed on their way.
describe('a planner is told', () => {
  test('when no roads and no demand are loaded', async () => {
    await start({ viewport: DESK }, 'about:blank', plain);
    await page.route('**/v1/meta', async (route) => {
      const meta = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...meta, roads: [], layers: [] } });
    });
    await page.goto('/plan');
    await page.getByText('没有载入路网').waitFor();
    await page.getByText('没有载入人口等需求').waitFor();
  });

  test('when the network is gone, and asks again', async () => {
    await start({ viewport: DESK }, '/plan', plain);
    await page.route('**/v1/coverage', (route) => route.abort());
    await page.getByRole('button', { name: '计算', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: '连不上服务器' }).waitFor();
    await page.unroute('**/v1/coverage');
    await page.getByRole('alert').getByRole('button', { name: '重试' }).click();
    await page.getByText(/^算好了/).waitFor();
  });

  test('the sentence of a server that fails', async () => {
    await start({ viewport: DESK }, '/plan', plain);
    const problem = { status: 503, title: 'Service Unavailable', detail: '站点尚未载入 the stations are not loaded yet' };
    await page.route('**/v1/coverage', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem }));
    await page.getByRole('button', { name: '计算', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: '站点尚未载入' }).waitFor();
  });

  test('that the server asks for a key, and computes with one', async () => {
    await start({ viewport: DESK }, 'about:blank', plain);
    await page.route('**/v1/coverage**', async (route) => {
      const { authorization, ...headers } = route.request().headers();
      if (authorization === 'Bearer yz_right') await route.continue({ headers });
      else await route.fulfill({ status: 401, contentType: 'application/problem+json', json: { status: 401, title: 'Unauthorized' } });
    });
    await page.goto('/plan?mode=walk&minutes=15&k=1');
    await page.getByLabel('密钥').fill('yz_wrong');
    await page.getByRole('button', { name: '用这个密钥' }).click();
    await page.getByText('这个密钥不对').waitFor();
    await page.getByLabel('密钥').fill('yz_right');
    await page.getByRole('button', { name: '用这个密钥' }).click();
    await page.getByText(/^算好了/).waitFor();
    expect(page.url()).not.toContain('yz_');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '格子 CSV' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^coverage-[0-9a-f]{16}-cells\.csv$/);
  });

  test('when an area holds nothing', async () => {
    await start({ viewport: DESK }, '/plan?area=1,1,1.01,1.01&minutes=15', plain);
    await page.getByText(/没有可算的格子|请求有误/).waitFor();
  });
});

test('a planner on a phone scrolls through form, map, figures and gaps', async () => {
  await start({ viewport: PHONE });
  const fetched: string[] = [];
  page.on('request', (r) => fetched.push(r.url()));
  await page.getByText('示例数据', { exact: true }).waitFor(); // what the server has is known
  await page.getByRole('button', { name: '显示地图' }).waitFor();
  expect(fetched.filter((url) => url.includes('maplibre'))).toEqual([]); // nobody asked for it yet
  await page.getByRole('button', { name: '大字' }).click();
  expect(await page.evaluate(() => document.documentElement.className)).toBe('large');
  await page.getByRole('button', { name: '大字' }).click();
  await run();
  await settle(page);
  await shoot(page, 'plan-phone');
  await page.getByRole('button', { name: '改条件' }).click();
  await page.getByRole('button', { name: '计算', exact: true }).click();
  await page.getByRole('button', { name: '改条件' }).waitFor();
  await shoot(page, 'plan-phone-full', true);
  await page.getByRole('button', { name: '大字' }).click();
  for (const [tab, panel] of [['分区', 'districts-panel'], ['公平', 'equity-panel']] as const) {
    await open(page, tab);
    await page.locator(`${panel} table`).first().waitFor();
    const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(wide, tab).toBeLessThanOrEqual(screen!);
  }
  expect(seen.faults).toEqual([]);
});

test('without WebGL the planner has figures and lists', async () => {
  await start({ viewport: DESK }, '/plan', plain);
  await page.getByText('画不了地图').waitFor();
  await run();
  await open(page, '空白点');
  expect(await page.locator('gap-list li').count()).toBeGreaterThan(0);
  expect(seen.faults).toEqual([]);
});

async function total(on: Page): Promise<number> {
  const text = await on.locator('coverage-summary table').first().locator('tbody tr').first().locator('td').nth(1).textContent();
  return Number(text!.replace(/,/g, ''));
}

async function open(on: Page, tab: string): Promise<void> {
  await on.getByRole('tab', { name: tab }).click();
}
