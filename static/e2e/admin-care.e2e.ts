import './provided';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, launch, visit, type Visit } from './browser';
import { desk, type Desk } from './desk';

let browser: Browser;
let office: Desk;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  [browser, office] = await Promise.all([launch({ webgl: false }), desk(inject('yizhan'))]);
});
afterAll(async () => {
  await browser?.close();
  await office?.end();
});
afterEach(() => seen.context.close());

/** begin opens the page as an administrator, who has not entered yet. */
async function begin(): Promise<void> {
  seen = await visit(browser, office.origin, { viewport: DESK });
  page = seen.page;
  await page.addInitScript((secret) => sessionStorage.setItem('yizhan.key', secret), office.keys.admin);
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

// What each task asks for first, and what it then shows.
const TASKS = [
  ['reviews', '**/v1/reviews?*', 'review-view .split'],
  ['reports', '**/v1/reports?*', 'li[data-report]'],
  ['overdue', '**/v1/overdue?*', 'overdue-view tbody tr'],
  ['stats', '**/v1/stats?*', 'stats-view table'],
  ['keys', '**/v1/keys', 'key-view table'],
  ['audit', '**/v1/audit?*', 'audit-view table'],
] as const;

describe('a server that fails for a moment', () => {
  test.each(TASKS)('%s: it is told once, and asked again by a press', async (view, asked, shown) => {
    await begin();
    await page.goto('/admin');
    await page.locator('admin-app nav').first().waitFor(); // which asks for some of them, too
    await page.route(asked, (route) => route.fulfill({ status: 500, body: '' }));
    await page.locator(`admin-app nav a[href*="view=${view}"]`).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByText('正在查询').count()).toBe(0);
    await page.unroute(asked);
    await button('重试').click();
    await page.locator(shown).first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

test('a question that somebody else has settled goes from the list, and the next has the focus', async () => {
  await begin();
  await page.goto('/admin?view=reviews');
  await button(/^可能重复/).click();
  await page.locator('review-pair tr.differs').first().waitFor();
  const before = await page.locator('review-view ol li').count();
  const ask = (path: string, body?: object) =>
    fetch(office.origin + path, { headers: { Authorization: `Bearer ${office.keys.admin}`, 'Content-Type': 'application/json' }, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) });
  const { reviews } = (await (await ask('/v1/reviews')).json()) as { reviews: { id: string; kind: string }[] };
  const shown = reviews.find((r) => r.kind === 'duplicate')!;
  expect((await ask(`/v1/reviews/${shown.id}`, { decision: 'keep_apart' })).ok).toBe(true);
  await button('不是一处，分开保留').click();
  await page.getByText('这一条别人已经处理了').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await expect.poll(() => page.locator('review-view ol li').count()).toBe(before - 1);
  await expect.poll(() => page.evaluate(() => document.activeElement!.shadowRoot!.activeElement!.shadowRoot!.activeElement?.getAttribute('aria-current'))).toBe('true');
  await page.locator('review-view ol li button').last().click();
  expect(await page.getByText('这一条别人已经处理了').count()).toBe(0); // it was of another question
});

test('what is beyond the first questions is a press away, of one kind too', async () => {
  await begin();
  // As if a hundred duplicates stood before the first conflict.
  await page.route('**/v1/reviews?*', async (route) => {
    const url = new URL(route.request().url());
    const first = !url.searchParams.has('cursor');
    url.searchParams.delete('cursor');
    const { reviews } = (await (await route.fetch({ url: String(url) })).json()) as { reviews: { kind: string }[] };
    await route.fulfill({ json: { reviews: reviews.filter((r) => (r.kind === 'duplicate') === first), next: first ? 'x' : null } });
  });
  await page.goto('/admin?view=reviews');
  await page.locator('review-pair h3').waitFor();
  await button(/^内容冲突/).click();
  expect(await page.getByText('没有待审的').count()).toBe(0);
  await button('再看一些').click();
  await page.getByText('以谁为准').waitFor();
  expect(await button(/^可能重复/).textContent()).not.toContain('+');
});

describe('who leaves', () => {
  /** leave presses a task, and answers what is asked; it returns the question. */
  async function leave(task: string, yes: boolean): Promise<string> {
    const [dialog] = await Promise.all([
      page.waitForEvent('dialog').then(async (d) => {
        await (yes ? d.accept() : d.dismiss());
        return d.message();
      }),
      page.locator(`admin-app nav a[href*="view=${task}"]`).click(),
    ]);
    return dialog;
  }

  test('an import that is not done is asked first', async () => {
    await begin();
    await page.goto('/admin?view=import');
    await page.getByLabel(/Excel/).setInputFiles({ name: '某区.csv', mimeType: 'text/csv', buffer: Buffer.from('名称,经度,纬度\n甲站,102.39,40.21\n') });
    await page.getByText('CSV、1 行').waitFor();
    expect(await leave('reports', false)).toContain('放弃这次导入');
    await page.getByText('CSV、1 行').waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('import');
    expect(await leave('reports', true)).toContain('放弃这次导入');
    await page.locator('report-view').waitFor();
  });

  test('a new key that is still shown is asked first', async () => {
    await begin();
    await page.goto('/admin?view=keys');
    await page.getByLabel('给谁用').fill('某合作方');
    await button('新建密钥').click();
    await page.locator('key-view code').waitFor();
    expect(await leave('audit', false)).toContain('只显示这一次');
    await page.locator('key-view code').waitFor();
    await button('收好了，关掉').click();
    await page.locator('admin-app nav a[href*="view=audit"]').click(); // nothing is asked
    await page.locator('audit-view').waitFor();
  });
});
