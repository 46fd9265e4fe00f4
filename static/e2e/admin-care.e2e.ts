import './provided';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { DESK, launch, shoot, visit, type Visit } from './browser';
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

/** api asks the server itself, as an administrator. */
function api(path: string, body?: object | string): Promise<Response> {
  const kind = typeof body === 'string' ? 'text/csv' : 'application/json';
  const post = body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  return fetch(office.origin + path, { headers: { Authorization: `Bearer ${office.keys.admin}`, 'Content-Type': kind }, ...post });
}

/** take gives the import's page a file of one row. */
async function take(row: string, name = '某区', head = '名称,经度,纬度'): Promise<void> {
  await page.getByLabel(/Excel/).setInputFiles({ name: `${name}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`${head}\n${row}\n`) });
  await page.getByText('CSV、1 行').waitFor();
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
  const { reviews } = (await (await api('/v1/reviews')).json()) as { reviews: { id: string; kind: string }[] };
  const shown = reviews.find((r) => r.kind === 'duplicate')!;
  expect((await api(`/v1/reviews/${shown.id}`, { decision: 'keep_apart' })).ok).toBe(true);
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
    await page.locator(`admin-app nav a[href*="view=${task}"]`).click();
    const question = await page.getByRole('dialog').innerText();
    await button(yes ? '离开，不要了' : '留下').click();
    return question;
  }

  test('an import that is not done is asked first', async () => {
    await begin();
    await page.goto('/admin?view=import');
    await take('甲站,102.39,40.21');
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

  test('an answer that is not sent, and a reason alone, are asked first', async () => {
    await begin();
    await page.goto('/admin?view=reports');
    await page.getByLabel(/^答复（/).first().fill('已联系');
    expect(await leave('stats', false)).toContain('放弃写好的答复');
    expect(await page.getByLabel(/^答复（/).first().inputValue()).toBe('已联系');
    expect(await leave('stats', true)).toContain('放弃写好的答复');
    await page.goto('/admin');
    await page.locator('station-table tbody tr').first().click();
    await button('修改').click();
    await page.getByLabel('为什么改').fill('电话核对');
    expect(await leave('stats', true)).toContain('放弃修改');
    await page.locator('stats-view').waitFor();
  });

  test('an answer for the station that it is about is asked first', async () => {
    await begin();
    await page.goto('/admin?view=reports');
    const report = page.locator('li[data-report]').first();
    await report.getByLabel(/^答复（/).fill('已联系');
    await report.getByRole('button').first().click();
    await button('留下').click();
    expect(await report.getByLabel(/^答复（/).inputValue()).toBe('已联系');
    await report.getByRole('button').first().click();
    await button('离开，不要了').click();
    await page.locator('station-summary').waitFor();
  });

  test('by the browser\'s way back gets there once that was agreed to', async () => {
    await begin();
    await page.goto('/admin?view=stats');
    await page.locator('stats-view').waitFor();
    await page.locator('admin-app nav a[href*="view=import"]').click();
    await take('甲站,102.39,40.21');
    await page.goBack();
    await button('离开，不要了').click();
    await page.locator('stats-view').waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('stats');
  });
});

test('answers that are being written stay with their reports when another one is sent', async () => {
  await begin();
  await page.route('**/v1/reports?*', async (route) => {
    const { reports, next } = (await (await route.fetch()).json()) as { reports: object[]; next: null };
    const other = (id: number) => ({ ...reports[0], id, urgent: false, text: `另一条 ${id}` });
    await route.fulfill({ json: { reports: [...(answered ? [] : reports.slice(0, 1)), other(900001), other(900002)], next } });
  });
  let answered = false;
  await page.route('**/v1/reports/*/answer', async (route) => {
    answered = true;
    await route.fulfill({ status: 204 });
  });
  await page.goto('/admin?view=reports');
  const form = (id: number) => page.locator(`li[data-report="${id}"]`);
  await form(900001).getByLabel(/^答复（/).fill('第二条的答复');
  const first = page.locator('li[data-report]').first();
  await first.getByLabel('处理结果').selectOption({ index: 1 });
  await first.getByLabel(/^答复（/).fill('第一条的答复');
  await first.getByRole('button', { name: '答复' }).click();
  await expect.poll(() => page.locator('li[data-report]').count()).toBe(2);
  expect(await form(900001).getByLabel(/^答复（/).inputValue()).toBe('第二条的答复');
  expect(await form(900002).getByLabel(/^答复（/).inputValue()).toBe('');
});

test('of two lists of reports the one that was asked for last is shown', async () => {
  await begin();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/v1\/reports\?.*status=all/, async (route) => {
    await released;
    await route.fulfill({ json: { reports: [], next: null } });
  });
  await page.goto('/admin?view=reports');
  await page.locator('li[data-report]').first().waitFor();
  const before = await page.locator('li[data-report]').count();
  await button('全部').click();
  await Promise.all([page.waitForResponse(/\/v1\/reports\?.*status=open/), button('待答复').click()]);
  const late = page.waitForResponse(/\/v1\/reports\?.*status=all/);
  release();
  await (await late).finished();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  expect(await page.locator('li[data-report]').count()).toBe(before);
});

describe('a key that ends meanwhile', () => {
  /** lapse enters with a key of a role, and returns what revokes it. */
  async function lapse(address: string, role = 'editor'): Promise<() => Promise<void>> {
    const made = (await (await api('/v1/keys', { role, name: '临时' })).json()) as { id: string; secret: string };
    seen = await visit(browser, office.origin, { viewport: DESK });
    page = seen.page;
    await page.addInitScript((secret) => {
      if (!sessionStorage.getItem('yizhan.key')) sessionStorage.setItem('yizhan.key', secret);
    }, made.secret);
    await page.goto(`/admin${address}`);
    await page.locator('admin-app nav').first().waitFor();
    return async () => {
      await fetch(`${office.origin}/v1/keys/${made.id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${office.keys.admin}` } });
      await expect.poll(async () => (await fetch(`${office.origin}/v1/me`, { headers: { Authorization: `Bearer ${made.secret}` } })).status).toBe(401);
    };
  }

  const again = () => page.getByRole('dialog', { name: '请重新登录' });

  test('leaves the form, asks for one that may do as much, and saves with it', async () => {
    const end = await lapse('');
    await page.locator('station-table tbody tr').first().click();
    await button('修改').click();
    await page.getByLabel('入口说明').fill('从东门进');
    await end();
    await button('保存').click();
    await again().waitFor();
    await expect.poll(() => again().getByLabel('密钥').evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field)).toBe(true);
    await shoot(page, 'admin-care-again');
    await again().getByLabel('密钥').fill(office.keys.reader);
    await again().getByRole('button', { name: '进入' }).click();
    await again().getByText('这把密钥的权限不够').waitFor();
    await again().getByLabel('密钥').fill(office.keys.admin);
    await page.keyboard.press('Enter');
    await page.getByText(/已保存/).waitFor();
    expect(await again().count()).toBe(0);
    const id = new URL(page.url()).searchParams.get('id')!;
    expect(await (await api(`/v1/stations/${id}?view=edit`)).json()).toMatchObject({ entrance_note: '从东门进' });
  });

  test('leaves an import where it is', async () => {
    const end = await lapse('?view=import');
    await take('临时站甲,102.39,40.21');
    await page.getByRole('radio', { name: /GCJ-02/ }).check();
    await end();
    await button('试跑').click();
    await again().getByLabel('密钥').fill(office.keys.editor);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^5 / }).waitFor();
  });

  test('is asked for as long as something waits for one', async () => {
    const end = await lapse('');
    await page.locator('station-table tbody tr').first().click();
    await button('修改').click();
    await page.getByLabel('入口说明').fill('从北门进');
    await end();
    await button('保存').click();
    await again().waitFor();
    // A browser lets nobody hold a dialog open against Escape for ever.
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Escape');
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    }
    if (await button('留下').isVisible()) await button('留下').click();
    await again().getByLabel('密钥').fill(office.keys.editor);
    await page.keyboard.press('Enter');
    await page.getByText(/已保存/).waitFor();
  });

  test('can be left, once what is open may be lost', async () => {
    const end = await lapse('');
    await page.locator('station-table tbody tr').first().click();
    await button('修改').click();
    await page.getByLabel('入口说明').fill('从西门进');
    await end();
    await button('保存').click();
    await again().waitFor();
    await page.keyboard.press('Escape');
    await button('留下').click();
    await again().getByRole('button', { name: '不登录了' }).click();
    await button('离开，不要了').click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

test('an import that would write nothing has no button to write it', async () => {
  await begin();
  const line = '空写站甲,102.391,40.211';
  const sent = await api('/v1/imports?source=%E7%A9%BA%E5%86%99&datum=gcj02&kind=union_station', `名称,经度,纬度\n${line}\n`);
  expect(await sent.json()).toMatchObject({ created: 1 });
  await page.goto('/admin?view=import');
  await take(line, '空写');
  await page.getByRole('radio', { name: /GCJ-02/ }).check();
  await page.getByLabel('没写类型的行按这个类型').selectOption('union_station');
  await button('试跑').click();
  await page.getByText('没有新内容要写入').waitFor();
  expect(await page.locator('import-report .counts').innerText()).toMatch(/不变\s*1/);
  expect(await button(/^确认导入/).count()).toBe(0);
  await button('再导入一个文件').click();
  await page.getByText('CSV、1 行').waitFor({ state: 'detached' });
});

test('a conflict about numbers with labels is shown in words', async () => {
  await begin();
  const list = (phone: string) => api('/v1/imports?source=%E7%94%B5%E8%AF%9D&datum=gcj02&kind=union_station', `id,名称,经度,纬度,电话\n1,电话站,102.392,40.212,${phone}\n`);
  expect(await (await list('025-86500001')).json()).toMatchObject({ created: 1 });
  const found = async () => ((await (await api('/v1/stations?source=%E7%94%B5%E8%AF%9D')).json()) as { stations: { id: string }[] }).stations;
  await expect.poll(async () => (await found()).length).toBe(1);
  const record = `${office.origin}/v1/stations/${(await found())[0]!.id}`;
  const headers = { Authorization: `Bearer ${office.keys.admin}`, 'Content-Type': 'application/json' };
  const match = (await fetch(`${record}?view=edit`, { headers })).headers.get('ETag')!;
  const body = JSON.stringify({ contacts: [{ label: '值班室', phone: '025-86500009' }] });
  expect((await fetch(record, { method: 'PATCH', headers: { ...headers, 'If-Match': match }, body })).ok).toBe(true);
  expect(await (await list('025-86500002')).json()).toMatchObject({ review: 1 });
  await page.route('**/v1/reviews?*', async (route) => {
    const { reviews } = (await (await route.fetch()).json()) as { reviews: { field?: string }[] };
    await route.fulfill({ json: { reviews: reviews.filter((r) => r.field === 'phone'), next: null } });
  });
  await page.goto('/admin?view=reviews');
  await button(/^内容冲突/).click();
  const card = page.locator('review-conflict .stack');
  await card.getByText('电话站').first().waitFor();
  expect(await card.innerText()).toMatch(/值班室 025-86500009[^]*025-86500001[^]*025-86500002/);
  expect(await card.innerText()).not.toMatch(/[[{"]/);
});

test('a trial shows what it would change of stations that are known', async () => {
  await begin();
  const head = 'id,名称,类型,经度,纬度,状态';
  const sent = await api('/v1/imports?source=%E6%94%B9%E5%8A%A8&datum=gcj02', `${head}\n1,改动站,职工驿站,102.393,40.213,开放\n`);
  expect(await sent.json()).toMatchObject({ created: 1 });
  await page.goto('/admin?view=import');
  await take('1,改动站,职工驿站,102.394,40.213,已撤销', '改动', head);
  await page.getByRole('radio', { name: /GCJ-02/ }).check();
  await button('试跑').click();
  const changes = page.getByRole('region', { name: '已有站点的改动' });
  expect(await changes.innerText()).toMatch(/改动站\s+状态\s+开放\s+关闭\s+位置\s+102.393000, 40.213000 GCJ-02\s+102.394000, 40.213000 GCJ-02\s+移动 85 米/);
  await button(/^确认导入：新建 0 个，修改 1 个/).click();
  await page.getByRole('heading', { name: '导入完成' }).waitFor();
  expect(await changes.innerText()).toContain('移动 85 米');
});

test('a filter that was chosen and dropped before shows that it is dropped by the way back to the list', async () => {
  await begin();
  await page.goto('/admin');
  const kind = page.getByLabel('类型');
  for (const code of ['courier_home', '', 'courier_home']) await kind.selectOption(code);
  await expect.poll(() => new URL(page.url()).searchParams.get('kind')).toBe('courier_home');
  await page.locator('admin-app nav').getByRole('link', { name: '站点' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.has('kind')).toBe(false);
  await expect.poll(() => kind.inputValue()).toBe('');
});
