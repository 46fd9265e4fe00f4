import './provided';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, PHONE, launch, shoot, visit, type Visit } from './browser';
import { acrossTheCity } from './driver';
import { focused, press } from './keys';
import { HERE } from './rider';
import { foreign } from './tongue';

// The main task of each page in English, by keys alone. Without WebGL, which
// makes it quick; maps in English are tried beside those in Chinese.
let browser: Browser;
let seen: Visit;
let page: Page;
beforeAll(async () => {
  browser = await launch({ webgl: false });
});
afterAll(() => browser.close());
afterEach(async () => {
  const { faults } = seen;
  await seen.context.close();
  expect(faults).toEqual([]);
});

async function start(address: string, options: Parameters<typeof visit>[2]): Promise<void> {
  seen = await visit(browser, inject('origin'), options);
  page = seen.page;
  await page.goto(address);
}

/** english expects that the page says nothing in Chinese but names of the demo,
 *  which all say what they are. */
async function english(where: string): Promise<void> {
  expect((await foreign(page)).filter((text) => !text.includes('示例')), where).toEqual([]);
}

test('a rider finds a station, opens it and reports', async () => {
  await start('/?lang=en&open=any', { ...HERE, viewport: PHONE });
  await press(page, 'Find near me');
  const card = page.locator('station-card').first();
  await card.waitFor();
  await press(page, 'Services');
  await page.getByRole('dialog').waitFor();
  expect(await foreign(page)).toEqual([]); // whatever is data is marked as Chinese
  await page.keyboard.press('Escape');
  await press(page, 'Details');
  await press(page, 'Wasted trip? Tell us');
  await card.getByRole('button', { name: 'Send' }).waitFor();
  expect(await foreign(page)).toEqual([]);
  await shoot(page, 'rider-phone-english-card');
  await press(page, /^More about it/, 'End');
  await page.keyboard.type('The door was locked.');
  await press(page, 'Send');
  await card.getByText(/Thank you/).waitFor();
});

test('a driver pastes a route and gets the rests', async () => {
  await start('/drive?lang=en', { viewport: DESK });
  await press(page, 'Paste a route', 'Shift'); // to it, no further: without a map it is unfolded
  await page.keyboard.press('Tab');
  await page.keyboard.type(acrossTheCity());
  await press(page, /^Coordinates of/, 'End'); // the last one, WGS-84
  await press(page, 'Use this route');
  await press(page, /^Driven before/, 'Control+a');
  await page.keyboard.type('230');
  await press(page, 'Find and plan rests');
  await page.locator('rest-plan article').first().waitFor();
  await page.locator('call-list').waitFor();
  await english('the plan of rests');
  await shoot(page, 'drive-desk-english');
});

test('a planner computes and sees every side', async () => {
  await start('/plan?lang=en&edit=a~102.4231~40.1611&from=both', { viewport: DESK });
  await press(page, 'Compute');
  await page.getByText(/^Done/).waitFor();
  await press(page, 'Coverage', 'Shift');
  for (const side of ['Gaps', 'Districts', 'Day & night', 'What if', 'Next sites', 'Reliance', 'Equity', 'Compare', 'Coverage']) {
    await page.keyboard.press('ArrowRight');
    await page.locator('bench-tabs h2').waitFor();
    await page.getByText('Computing…').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe(side);
    await english(side);
    if (side === 'Day & night') await week();
  }
});

test('an office finds a record, and every task speaks English', async () => {
  await start('/admin?lang=en', { viewport: DESK });
  await press(page, 'Search', 'Shift');
  await page.keyboard.type('SL-00008');
  await page.getByText('示例小满职工驿站8号').first().waitFor();
  await english('the list');
  for (const task of ['Import', 'Reviews', 'Reports', 'To verify', 'Statistics', 'Keys', 'Audit log']) {
    await page.getByRole('link', { name: new RegExp(task) }).focus();
    await page.keyboard.press('Enter');
    await page.locator('main h2').first().waitFor();
    await page.waitForLoadState('networkidle');
    await english(task);
  }
});

test('a map on another page speaks as it is told', async () => {
  await start('/embed?lang=en&lon=102.39&lat=40.2', { viewport: PHONE });
  await page.locator('station-card, li').first().waitFor();
  await english('the embedded map');
});

// week looks at the week of the side of hours, and comes back to its tab.
async function week(): Promise<void> {
  await press(page, 'A week');
  await page.locator('week-grid').waitFor();
  await english('the week');
  await page.getByRole('tab', { selected: true }).focus();
}
