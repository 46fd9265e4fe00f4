import './provided';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { violations } from './axe';
import { DESK, PHONE, launch, shoot, visit } from './browser';

const [lon, lat] = inject('centre');

let browser: Browser;
beforeAll(async () => {
  browser = await launch({ webgl: false });
});
afterAll(() => browser.close());

test('the routes are shown and tried out by this server alone, with a key when one is given', async () => {
  const { page, context, faults } = await visit(browser, inject('origin'), { viewport: DESK });
  const asked: string[] = [];
  page.on('request', (r) => asked.push(new URL(r.url()).pathname));
  await page.goto('/plan');
  await page.getByRole('link', { name: '接口' }).waitFor();
  expect(asked.filter((path) => path.startsWith('/docs'))).toEqual([]);
  await page.getByRole('link', { name: '接口' }).click();
  const nearby = page.locator('#operations-riders-getNearby');
  await nearby.locator('.opblock-summary-control').click();
  await nearby.getByRole('button', { name: 'Try it out' }).click();
  await nearby.getByPlaceholder('lon', { exact: true }).fill(String(lon));
  await nearby.getByPlaceholder('lat', { exact: true }).fill(String(lat));
  await nearby.getByRole('button', { name: 'Execute' }).click();
  const answer = nearby.locator('.live-responses-table');
  await answer.getByText('"datum"').first().waitFor();
  expect(await answer.innerText()).toContain('示例');
  await shoot(page, 'docs-desk');
  expect(faults).toEqual([]);

  await page.getByRole('button', { name: 'Authorize' }).first().click();
  const dialog = page.locator('.dialog-ux');
  await dialog.locator('input').fill('no-such-key');
  await dialog.getByRole('button', { name: 'Apply credentials' }).click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  const who = page.waitForRequest(/\/v1\/me$/);
  const me = page.locator('#operations-server-getMe');
  await me.locator('.opblock-summary-control').click();
  await me.getByRole('button', { name: 'Try it out' }).click();
  await me.getByRole('button', { name: 'Execute' }).click();
  expect((await who).headers().authorization).toBe('Bearer no-such-key');
  await me.getByText('/problems/key').first().waitFor();
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain('no-such-key');

  await page.goto('/docs/x');
  await page.getByRole('heading', { name: '未找到' }).waitFor();
  expect(await page.locator('body').evaluate((b) => getComputedStyle(b).fontFamily)).toContain('system-ui');
  await context.close();
});

test('a phone gets the list of routes, and what tries one out when it is tapped', async () => {
  const { page, context, faults } = await visit(browser, inject('origin'), { viewport: PHONE, bypassCSP: true });
  const bundle = page.waitForRequest('**/docs/swagger-ui-bundle.js');
  let bundled = false;
  void bundle.then(() => (bundled = true));
  await page.route('**/openapi.json', (route) => route.abort(), { times: 1 });
  await page.goto('/docs');
  await page.getByRole('button', { name: '重试' }).click();
  const nearby = page.getByRole('link', { name: /GET \/v1\/nearby / });
  await nearby.waitFor();
  expect(await page.locator('#api li').count()).toBeGreaterThan(50);
  expect(bundled).toBe(false);
  expect(await violations(page)).toEqual([]);
  await shoot(page, 'docs-phone');
  await nearby.click();
  await page.locator('#operations-riders-getNearby').getByRole('button', { name: 'Try it out' }).waitFor();
  expect(faults.filter((f) => !f.includes('ERR_FAILED'))).toEqual([]);
  await context.close();
});
