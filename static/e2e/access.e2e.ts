import './provided';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { violations } from './axe';
import { DESK, PHONE, launch, visit } from './browser';
import { acrossTheCity, paste } from './driver';
import { EVERY } from './rider';

const centre = inject('centre');

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Step brings a page from the state before into the next one. */
type Step = [state: string, reach: (page: Page) => Promise<void>];

// Every state of a page is reached in one visit.
const visits: [string, string, Step[]][] = [
  [
    'a rider',
    EVERY,
    [
      ['begins', async (page) => page.getByRole('button', { name: '找我附近的' }).waitFor()],
      ['has a list and a sketch', riderAnswered],
      ['has a map and an open card', riderOpens],
      ['reports', riderReports],
      ['chooses services', riderChooses],
    ],
  ],
  [
    'a driver',
    '/drive',
    [
      ['begins', async (page) => page.getByText('粘贴路线').click()],
      ['has a plan', driverAnswered],
    ],
  ],
  ['a planner', '/plan', [['begins', async (page) => page.getByRole('button', { name: '计算', exact: true }).waitFor()]]],
];
const looks = [
  ['phone, light', PHONE, 'light'],
  ['desk, dark', DESK, 'dark'],
] as const;

// Every side of a result, in one visit; each is at an address of its own.
const RESULT = '/plan?mode=walk&minutes=15&k=1&at=2026-11-23T22:00&edit=a~102.4231~40.1611';
test.each(looks)('axe finds nothing on any side of a plan (%s)', async (_, viewport, colorScheme) => {
  const { page, context, faults } = await visit(browser, inject('origin'), { viewport, colorScheme, bypassCSP: true });
  await page.goto(RESULT);
  await page.getByRole('tab', { name: '覆盖' }).waitFor();
  // What a side has beyond what it shows at first.
  const further: Record<string, () => Promise<void>> = {
    whatif: () => page.locator('edit-list li').waitFor(),
    gaps: () => page.locator('gap-list li button').first().click(),
    sites: async () => void (await page.getByLabel('候选点').selectOption('hosts')),
    hours: async () => {
      if (viewport === DESK) return; // its colours are the same; 168 buttons take axe seconds
      await page.getByRole('button', { name: '看一周' }).click();
      await page.locator('week-grid').waitFor();
    },
  };
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await page.getByText('正在计算').waitFor({ state: 'detached' });
    await further[(await tab.getAttribute('id'))!]?.();
    expect(await violations(page), (await tab.textContent()) ?? '').toEqual([]);
    for (const size of viewport === PHONE ? ['', '200%'] : ['']) {
      await page.evaluate((s) => (document.documentElement.style.fontSize = s), size);
      const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      expect(wide, `${await tab.getAttribute('id')} ${size}`).toBeLessThanOrEqual(screen!);
    }
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  }
  expect(faults).toEqual([]);
  await context.close();
});

for (const [who, address, steps] of visits) {
  test.each(looks)(`axe finds nothing in any state of ${who} (%s)`, async (_, viewport, colorScheme) => {
    const { page, context } = await visit(browser, inject('origin'), {
      viewport,
      colorScheme,
      bypassCSP: true, // for axe's own script, which is injected
      geolocation: { longitude: centre[0], latitude: centre[1] },
      permissions: ['geolocation'],
    });
    await page.goto(address);
    for (const [state, reach] of steps) {
      await reach(page);
      expect(await violations(page), state).toEqual([]);
    }
    await context.close();
  });
}

async function riderAnswered(page: Page): Promise<void> {
  await page.getByRole('button', { name: '找我附近的' }).click();
  await page.locator('station-card').first().waitFor();
}

async function riderOpens(page: Page): Promise<void> {
  if (page.viewportSize()!.width === PHONE.width) await page.getByRole('button', { name: '显示地图' }).click();
  await page.locator('rider-map .pin').first().waitFor();
  await page.locator('station-card').first().getByRole('button', { name: '详情' }).click();
}

async function riderReports(page: Page): Promise<void> {
  await page.getByRole('button', { name: /白跑了/ }).click();
  await page.getByRole('heading', { name: '骑手反馈' }).waitFor();
}

async function riderChooses(page: Page): Promise<void> {
  await page.locator('filter-bar').getByRole('button', { name: '服务' }).click();
  await page.getByRole('dialog').waitFor();
}

async function driverAnswered(page: Page): Promise<void> {
  await paste(page, acrossTheCity());
  await page.getByLabel('出发前已连续').fill('230');
  await page.getByRole('button', { name: '找站、排休息' }).click();
  await page.locator('rest-plan article').first().waitFor();
}
