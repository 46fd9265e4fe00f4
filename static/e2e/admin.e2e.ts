import './provided';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, PHONE, launch, shoot, visit, type Visit } from './browser';
import { desk, type Desk } from './desk';

let browser: Browser;
let office: Desk;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  [browser, office] = await Promise.all([launch(), desk(inject('yizhan'))]);
});
afterAll(async () => {
  await browser?.close();
  await office?.end();
});
afterEach(() => seen.context.close());

async function start(options: Parameters<typeof visit>[2] = {}, address = '/admin'): Promise<void> {
  seen = await visit(browser, office.origin, { viewport: DESK, ...options });
  page = seen.page;
  await page.goto(address);
}

async function enter(key: keyof Desk['keys'] = 'admin', address = '/admin', options: Parameters<typeof visit>[2] = {}): Promise<void> {
  await start(options, address);
  await page.getByLabel('密钥', { exact: true }).fill(office.keys[key]);
  await page.getByRole('button', { name: '进入' }).click();
  await page.getByRole('navigation', { name: '要办的事' }).waitFor();
}

describe('look', () => {
  test.each(['stations', 'import', 'reviews', 'reports', 'overdue', 'stats', 'keys', 'audit'])('%s', async (view) => {
    await enter('admin', `/admin?view=${view}`);
    await page.waitForTimeout(2500);
    await shoot(page, `admin-desk-${view}`);
    expect(seen.faults).toEqual([]);
  });
  test('form', async () => {
    await enter();
    await page.locator('station-table tbody tr').nth(4).click();
    await page.waitForTimeout(1500);
    await shoot(page, `admin-desk-chosen`);
    await page.getByRole('button', { name: '修改', exact: true }).click();
    await page.waitForTimeout(2000);
    await shoot(page, `admin-desk-form`);
    await shoot(page, `admin-desk-form-full`, true);
    await page.goBack();
    await page.getByRole('button', { name: '历史', exact: true }).click();
    await page.waitForTimeout(1000);
    await shoot(page, `admin-desk-history`);
    expect(seen.faults).toEqual([]);
  });
  test('phone', async () => {
    await enter('admin', '/admin', { viewport: PHONE });
    await page.waitForTimeout(1500);
    await shoot(page, `admin-phone`);
    expect(seen.faults).toEqual([]);
  });
});
