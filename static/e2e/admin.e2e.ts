import './provided';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { violations } from './axe';
import { DESK, PHONE, launch, shoot, visit, type Visit } from './browser';
import { desk, type Desk } from './desk';
import { still } from './still';

let browser: Browser;
let plain: Browser; // draws no maps, which is slow without a graphics card
let office: Desk;
let seen: Visit;
let page: Page;

beforeAll(async () => {
  [browser, plain, office] = await Promise.all([launch(), launch({ webgl: false }), desk(inject('yizhan'))]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), plain?.close()]);
  await office?.end();
});
afterEach(() => seen.context.close());

/** Entered says who enters, and on what. */
interface Entered {
  key?: keyof Desk['keys'];
  on?: Browser;
  options?: Parameters<typeof visit>[2];
}

/** enter opens the page as somebody who signed in before. */
async function enter(address = '', { key = 'admin', on = plain, options = {} }: Entered = {}): Promise<void> {
  seen = await visit(on, office.origin, { viewport: DESK, ...options });
  page = seen.page;
  await page.addInitScript((secret) => sessionStorage.setItem('yizhan.key', secret), office.keys[key]);
  await page.goto(`/admin${address}`);
  await page.locator('admin-app nav').first().waitFor();
}

/** faults are what went wrong, but for answers that a test asks for: the
 *  browser writes a line about each that is no success. */
function faults(): string[] {
  return seen.faults.filter((f) => !/responded with a status of 4/.test(f));
}

const row = (name: string | RegExp): Locator => page.locator('station-table tbody tr').filter({ hasText: name });
const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: typeof name === 'string' });

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(office.origin + path, { ...init, headers: { Authorization: `Bearer ${office.keys.admin}`, ...init.headers } });
}

async function count(query: string): Promise<number> {
  return ((await (await ask(`/v1/stations?${query}`)).json()) as { total: number }).total;
}

async function choose(name: string): Promise<void> {
  await page.getByRole('searchbox').fill(name);
  await row(name).first().click();
  await page.locator('station-summary').getByRole('heading', { name }).waitFor();
}

describe('signing in', () => {
  test('takes a key that holds, keeps it out of the address, and forgets it', async () => {
    seen = await visit(plain, office.origin, { viewport: DESK });
    page = seen.page;
    const asked: string[] = [];
    page.on('request', (r) => asked.push(r.url()));
    await page.goto('/admin');
    await page.getByLabel('密钥', { exact: true }).fill('yz_000000000000_wrong');
    await button('进入').click();
    await page.getByText('密钥不对，或者已经停用').waitFor();
    await shoot(page, 'admin-desk-sign-in');
    await page.getByLabel('密钥', { exact: true }).fill(office.keys.admin);
    await page.keyboard.press('Enter');
    await row('示例').first().waitFor();
    await page.getByText('admin 测试 · 管理员').waitFor();
    expect(asked.filter((url) => url.includes(office.keys.admin))).toEqual([]);
    expect(page.url()).not.toContain('yz_');
    await page.reload();
    await row('示例').first().waitFor();
    await button('退出').click();
    await page.getByLabel('密钥', { exact: true }).waitFor();
    expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain('yz_');
    expect(faults()).toEqual([]);
  });

  test('offers an editor what an editor may do, in its own division', async () => {
    await enter('', { key: 'editor' });
    await page.getByText('登记 · 示例一区').waitFor();
    expect(await page.locator('admin-app nav').first().getByRole('link').allTextContents()).toHaveLength(5);
    await choose('示例紫藤暖心驿站2号');
    await page.getByText('不归这把密钥管').waitFor();
    expect(await button('修改').count()).toBe(0);
    expect(faults()).toEqual([]);
  });
});

test('a server that never had a key asks for none, and warns before its first', async () => {
  seen = await visit(plain, inject('origin'), { viewport: DESK });
  page = seen.page;
  await page.goto('/admin?view=keys');
  await page.getByText('本机开放：不用密钥').waitFor();
  await page.getByText('建了第一把以后就不再免密').waitFor();
  expect(await page.getByLabel('能做什么').inputValue()).toBe('admin');
  expect(faults()).toEqual([]);
});

describe('the list and the map', () => {
  test('find by pinyin, filter, sort, and keep it all in the address', async () => {
    await enter();
    await row('示例').first().waitFor();
    await page.getByRole('searchbox').fill('slshiliu');
    await expect.poll(() => row('石榴').count()).toBeGreaterThan(0);
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('类型', { exact: true }).selectOption({ label: '司机之家' });
    await expect.poll(() => row('职工').count()).toBe(0);
    await page.getByLabel('状态', { exact: true }).selectOption({ label: '开放' });
    await page.getByLabel('排序').selectOption({ label: '名称' });
    await expect.poll(async () => (await row('司机之家').locator('th').allTextContents()).map((n) => n.trim())).toSatisfy((names: string[]) => names.length > 1 && names.join() === [...names].sort().join());
    const address = new URL(page.url());
    expect(Object.fromEntries(address.searchParams)).toEqual({ kind: 'driver_home', lifecycle: 'open', sort: 'name' });
    const listed = await row('司机之家').count();
    await page.reload();
    await expect.poll(() => row('司机之家').count()).toBe(listed);
    expect(faults()).toEqual([]);
  });

  test('choose on either side', async () => {
    await enter('', { on: browser });
    await still(page, 'registry-map');
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(DESK.height); // the list scrolls beside its map
    await shoot(page, 'admin-desk');
    await page.emulateMedia({ reducedMotion: 'no-preference' }); // the map is on its way while the summary takes room from it
    await row('4号').first().click();
    await expect.poll(picked).toContain('4号');
    await expect.poll(offCentre).toBeLessThan(2);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await shoot(page, 'admin-desk-chosen');
    expect(page.url()).toContain('id=');
    await page.goBack();
    await expect.poll(() => page.locator('station-summary').count()).toBe(0);
    const spot = await page.evaluate(() => {
      const host = document.querySelector('admin-app')!.shadowRoot!.querySelector('stations-view')!.shadowRoot!.querySelector('registry-map') as unknown as MapHost;
      const one = host.spots[3]!;
      host.map.jumpTo({ center: [one.lon, one.lat], zoom: 16 });
      const at = host.map.project([one.lon, one.lat]);
      const box = (host as unknown as Element).getBoundingClientRect();
      return { name: one.label, x: box.x + at.x, y: box.y + at.y };
    });
    await still(page, 'registry-map');
    await page.mouse.click(spot.x, spot.y);
    await page.locator('station-summary').getByRole('heading', { name: spot.name }).waitFor();
    expect(await page.locator('tr[data-picked]').textContent()).toContain(spot.name);
    expect(faults()).toEqual([]);
  });
});

describe('a record', () => {
  test('is edited with help for hours, held to the rules, and has a history', async () => {
    await enter();
    await choose('示例松涛快递员之家4号');
    await button('修改').click();
    await page.getByLabel('开放时间').fill('周一至周五 8:30-12:00 14:00-18:00');
    await page.getByText('保存为 Mo-Fr 08:30-12:00,14:00-18:00').waitFor();
    expect(await page.locator('hours-field .week li').allTextContents()).toHaveLength(7);
    await page.getByLabel('开放时间').fill('看情况');
    await page.getByText('骑手会看到“开放时间不明”').waitFor();
    await page.getByLabel('开放时间').fill('周一至周五 8:30-12:00 14:00-18:00');
    await page.getByText('保存为 Mo-Fr').waitFor();
    await page.getByLabel('楼层').fill('2');
    const away = [() => page.goBack(), () => page.locator('admin-app nav').getByRole('link', { name: '导入' }).click(), () => button('退出').click(), () => button('返回').click()];
    for (const leave of away) {
      await leave();
      await page.getByRole('dialog').getByText('还没有保存').waitFor(); // nobody loses what is not saved
      await button('留下').click();
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
      expect(page.url()).toContain('what=edit');
    }
    await page.getByLabel('为什么改').fill('搬到二楼');
    await button('保存').click();
    await page.getByText('不在一楼的必须填写').first().waitFor();
    expect(await page.getByLabel('入口说明').getAttribute('aria-invalid')).toBe('true');
    await shoot(page, 'admin-desk-form-wrong');
    await page.getByLabel('入口说明').fill('乘电梯到二楼，左手第一间');
    await button('保存').click();
    await page.getByText('“示例松涛快递员之家4号”已保存').waitFor();
    await button('历史').click();
    const last = page.locator('history-panel li').first();
    await last.getByText('原因：搬到二楼').waitFor();
    await expect.poll(() => last.locator('tbody th').allTextContents()).toEqual(['入口说明', '楼层', '开放时间']);
    await shoot(page, 'admin-desk-history');
    expect(faults()).toEqual([]);
  });

  test('that somebody else changed meanwhile is compared, and nothing is lost', async () => {
    await enter();
    await choose('示例星河暖心驿站6号');
    await button('修改').click();
    await page.getByLabel('入口说明').fill('我写的');
    await page.getByLabel('谁能用').fill('都可以');
    const id = new URL(page.url()).searchParams.get('id')!;
    await change(id, { entrance_note: '他们写的', bike_parking: '门口' });
    await button('保存').click();
    await page.getByText('也改了这个站点').waitFor();
    expect(await page.locator('clash-panel tbody th').allTextContents()).toEqual(['入口说明']);
    await shoot(page, 'admin-desk-clash');
    await page.locator('clash-panel').getByText('他们写的').click();
    await button('这样保存').click();
    await page.getByText(/已保存/).waitFor();
    expect(await whole(id)).toMatchObject({ entrance_note: '他们写的', bike_parking: '门口', eligibility: '都可以' });
    expect(faults()).toEqual([]);
  });

  test('is made from a pair in GCJ-02, moved by its pin, closed, reopened and deleted', async () => {
    await enter('', { on: browser });
    await still(page, 'registry-map');
    await button('新建站点').click();
    await button('建立站点').click();
    await page.getByText('有 2 处要改').waitFor();
    await page.getByLabel('名称 必填').fill('测试新站');
    await page.getByLabel('类型 必填').selectOption({ label: '职工驿站' });
    await page.getByLabel('经度').fill('102.3917491, 40.2116302');
    await page.keyboard.press('Tab');
    await page.getByText(/这个点在示例一区.*离最近的路/).waitFor();
    const pin = page.locator('registry-map .maplibregl-marker');
    const before = await page.getByLabel('经度').inputValue();
    const box = (await pin.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.getByLabel('经度').inputValue()).not.toBe(before);
    await shoot(page, 'admin-desk-new');
    await button('建立站点').click();
    await page.getByText('“测试新站”已建立').waitFor();
    await page.locator('station-summary').getByText('示例一区').waitFor();
    await button('停用…').click();
    await page.getByRole('dialog').getByLabel('关闭').check();
    await button('停用').click();
    await page.getByText('状态已改为“关闭”').waitFor();
    await button('重新开放').click();
    await page.getByRole('dialog').getByRole('button', { name: '重新开放' }).click();
    await page.getByText('状态已改为“开放”').waitFor();
    await button('删除…').click();
    await page.getByLabel('原因（必填）').fill('测试');
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await page.getByText('已删除“测试新站”').waitFor();
    expect(await count(new URLSearchParams({ q: '测试新站' }).toString())).toBe(0);
    expect(faults()).toEqual([]);
  });
});

describe('photos', () => {
  test('are added by an office, seen by riders small and large, and deleted', async () => {
    const name = '示例松涛快递员之家4号';
    await enter();
    await choose(name);
    const id = new URL(page.url()).searchParams.get('id')!;
    const panel = page.locator('photo-panel');
    await panel.getByRole('heading', { name: '照片（0）' }).waitFor();
    await page.getByLabel('添加照片').setInputFiles({ name: '大.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(5 * 1024 * 1024 + 1) });
    await panel.getByText('文件超过 5 MB').waitFor();
    await page.getByLabel('添加照片').setInputFiles({ name: '门口.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>') });
    await button('上传').click();
    await panel.getByText('不是照片').waitFor();
    await page.getByLabel('添加照片').setInputFiles({ name: '门口.jpg', mimeType: 'image/jpeg', buffer: await picture() });
    await panel.getByAltText('要上传的照片').waitFor();
    await page.getByLabel('说明', { exact: true }).fill('东侧小门，按门铃');
    await page.getByLabel('英文说明').fill('Small door on the east side');
    await shoot(page, 'admin-desk-photo');
    await button('上传').click();
    await page.getByText('照片已添加').waitFor();
    await panel.getByRole('heading', { name: '照片（1）' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await ridersSee(id, name);
    await button('修改').click();
    await page.locator('record-form').getByRole('img', { name: '东侧小门' }).waitFor();
    await page.goBack();
    await button('删除照片').click();
    await page.getByRole('dialog').getByRole('button', { name: '删除照片' }).click();
    await page.getByText('照片已删除').waitFor();
    expect(((await (await ask(`/v1/stations/${id}/photos`)).json()) as { photos: unknown[] }).photos).toEqual([]);
    expect(faults()).toEqual([]);
  });
});

/** picture is a JPEG as a browser draws one. */
async function picture(): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2000, height: 1500 });
    const pen = canvas.getContext('2d')!;
    const shade = pen.createLinearGradient(0, 0, 2000, 1500);
    shade.addColorStop(0, '#c96');
    shade.addColorStop(1, '#369');
    pen.fillStyle = shade;
    pen.fillRect(0, 0, 2000, 1500);
    return canvas.toDataURL('image/jpeg');
  });
  return Buffer.from(url.split(',')[1]!, 'base64');
}

/** ridersSee looks at the station's photo as a rider who stands before it. */
async function ridersSee(id: string, name: string): Promise<void> {
  const at = (await whole(id)) as { lon: number; lat: number };
  const geolocation = { longitude: at.lon, latitude: at.lat, accuracy: 10 };
  const rider = await visit(plain, office.origin, { viewport: PHONE, geolocation, permissions: ['geolocation'], bypassCSP: true });
  await rider.page.goto('/?open=any');
  await rider.page.getByRole('button', { name: '找我附近的' }).click();
  const card = rider.page.locator(`station-card[data-id="${id}"]`);
  const small = card.getByRole('img', { name: `${name}的照片` });
  await expect.poll(() => small.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(320);
  expect(await small.evaluate((img: HTMLImageElement) => [img.width, img.height, img.loading])).toEqual([96, 72, 'lazy']);
  await shoot(rider.page, 'rider-phone-photo');
  await small.click();
  const large = card.getByRole('dialog').getByRole('img', { name: '东侧小门' });
  await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1600);
  expect(await violations(rider.page)).toEqual([]);
  await shoot(rider.page, 'rider-phone-photo-large');
  await rider.page.keyboard.press('Escape');
  await expect.poll(() => card.getByRole('dialog').count()).toBe(0);
  expect(rider.faults).toEqual([]);
  await rider.context.close();
}

// FEW lists some stations only: axe looks at every row.
const FEW = '?kind=driver_home';

/** STATES are what axe looks at: where, what is done there, what is then seen. */
const STATES: [string, string, () => Promise<unknown>][] = [
  ['the list', '', () => row('示例').first().waitFor()],
  ['a chosen station', FEW, () => chosen()],
  ['a question before something is deleted', FEW, () => chosen().then(() => button('删除…').click())],
  ['the form', FEW, () => chosen().then(() => button('修改').click()).then(() => page.locator('hours-field .week').waitFor())],
  ['a form with faults', '?what=new', () => button('建立站点').click().then(() => page.getByText('有 2 处要改').waitFor())],
  ['a history', FEW, () => chosen().then(() => button('历史').click()).then(() => page.locator('history-panel li').first().waitFor())],
  ['an export', FEW, () => button('导出').click()],
  ['an import', '?view=import', () => tried()],
  ['reviews', '?view=reviews', () => page.locator('review-view .sheet h3').waitFor()],
  ['reports', '?view=reports', () => page.locator('li[data-report]').first().waitFor()],
  ['overdue', '?view=overdue', () => page.locator('overdue-view tbody tr').first().waitFor()],
  ['statistics', '?view=stats', () => page.locator('stats-view svg rect').first().waitFor()],
  ['keys', '?view=keys', () => page.locator('key-view tbody tr').first().waitFor()],
  ['the audit log', '?view=audit', () => page.locator('audit-view tbody tr').first().waitFor()],
];

test.each([
  ['phone, light', PHONE, 'light'],
  ['desk, dark', DESK, 'dark'],
] as const)('axe finds nothing in any state (%s)', async (look, viewport, colorScheme) => {
  await enter('', { options: { viewport, colorScheme, bypassCSP: true } });
  const dark = look.startsWith('desk'); // the same states but for what looks alike
  for (const [what, address, reach] of STATES) {
    if (dark && /export|question|history|overdue|audit/.test(what)) continue;
    await page.goto(`/admin${address}`);
    await reach();
    expect(await violations(page), what).toEqual([]);
    if (dark) await shoot(page, `admin-dark-${what.replace(/ /g, '-')}`);
  }
});

async function chosen(): Promise<void> {
  await row('示例').nth(1).click();
  await page.locator('station-summary h2').waitFor();
}

async function tried(): Promise<void> {
  await page.getByLabel(/Excel/).setInputFiles({ name: '某区.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE.replace('点位', '名称').replace('种类', '类型')) });
  await page.getByRole('radio', { name: /GCJ-02/ }).check();
  await page.getByLabel('来源名称').fill('邻区'); // the press that leaves it reads the file anew, and tries it
  await button('试跑').click();
  await page.getByRole('heading', { name: /确认导入/ }).waitFor();
}

const FILE = [
  '某区驿站一览表,,,,',
  '点位,经度,纬度,种类,区划代码',
  '导入甲站,102.3911111,40.2111111,职工驿站,999901',
  '导入乙站,102.39,40.21,职工驿站,999901',
  '写反了,40.2111119,102.3911119,职工驿站,999901',
].join('\n');

test('an import is shown, tried, and only then written', async () => {
  await enter('?view=import', { on: browser });
  await page.getByLabel(/Excel/).setInputFiles({ name: '某区.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
  await page.getByText('CSV、3 行、表头在第 2 行').waitFor();
  await page.getByText(/还缺：坐标系、“名称”列/).waitFor();
  expect(await button('试跑').isDisabled()).toBe(true);
  await page.getByRole('radio', { name: /GCJ-02/ }).check();
  await page.getByRole('combobox', { name: '点位' }).selectOption({ label: '名称' });
  await page.getByRole('combobox', { name: '种类' }).selectOption({ label: '类型' });
  await shoot(page, 'admin-desk-import-columns', true);
  await button('试跑').click();
  await page.getByRole('heading', { name: /确认导入/ }).waitFor();
  expect(await figures()).toEqual({ 读到的行: 3, 将新建: 2, 将修改: 0, 不变: 0, 存疑: 1, 拒收: 1, ...(await reviewFigure()) });
  await page.getByText('经纬度像是写反了').waitFor();
  await page.getByText('坐标只有 2 位小数，找不准门').waitFor();
  await still(page, 'registry-map');
  await shoot(page, 'admin-desk-import-trial', true);
  expect(await count('source=' + encodeURIComponent('某区'))).toBe(0);
  const [file] = await Promise.all([page.waitForEvent('download'), button('下载拒收的行').click()]);
  const rejects = readFileSync((await file.path())!, 'utf8');
  expect(rejects).toContain('写反了');
  expect(rejects).not.toContain('导入甲站');
  await button(/^确认导入：新建 2 个/).click();
  await page.getByRole('heading', { name: '导入完成' }).waitFor();
  expect(await count('source=' + encodeURIComponent('某区'))).toBe(2);
  expect(faults()).toEqual([]);
});

describe('what waits to be done', () => {
  test('duplicates are compared and merged, conflicts decided', async () => {
    await enter('?view=reviews', { on: browser });
    await button(/^可能重复/).click();
    await page.locator('review-pair tr.differs').first().waitFor();
    await page.locator('registry-map canvas').waitFor();
    await shoot(page, 'admin-desk-review');
    const open = Number((await button(/^可能重复/).textContent())!.match(/\d+/)![0]);
    await button('不是一处，分开保留').click();
    await page.getByText('已记下：不是一处').waitFor();
    await button('是同一处，留 A').click();
    await page.getByRole('dialog').getByRole('button', { name: '合并' }).click();
    await page.getByText('已合并').waitFor();
    await expect.poll(async () => Number((await button(/^可能重复/).textContent())!.match(/\d+/)![0])).toBe(open - 2);
    await button(/^内容冲突/).click();
    await page.getByText('以谁为准').waitFor();
    await button('用来源的').click();
    await page.getByText('已改成来源的内容').waitFor();
    expect(faults()).toEqual([]);
  });

  test('reports are answered in public', async () => {
    await enter('?view=reports');
    await page.getByText('锁着门，电话没人接').first().waitFor();
    await shoot(page, 'admin-desk-reports');
    const one = page.locator('li[data-report]').first();
    await one.getByLabel('处理结果').selectOption({ label: '核实正常开放' });
    await one.getByLabel(/^答复（/).fill('已联系，照常开放。');
    await one.getByRole('button', { name: '答复' }).click();
    await page.getByText('没有待答复的反馈').waitFor();
    expect(faults()).toEqual([]);
  });

  test('overdue stations are verified with one press', async () => {
    await enter('?view=overdue');
    const first = page.locator('overdue-view tbody tr').first();
    await first.waitFor();
    await shoot(page, 'admin-desk-overdue');
    await first.getByRole('button', { name: /^今天已核实/ }).click();
    await first.getByText('已核实').waitFor();
    expect(faults()).toEqual([]);
  });
});

describe('an administrator', () => {
  test('makes a key whose secret is shown once, and revokes it', async () => {
    await enter('?view=keys');
    await page.getByLabel('给谁用').fill('示例一区总工会');
    await page.getByLabel('限定区划').selectOption({ label: '示例一区' });
    await button('新建密钥').click();
    const secret = (await page.locator('key-view code').textContent())!;
    await shoot(page, 'admin-desk-key');
    const me = await fetch(`${office.origin}/v1/me`, { headers: { Authorization: `Bearer ${secret}` } });
    expect(await me.json()).toMatchObject({ role: 'editor', adcode: '999901', name: '示例一区总工会' });
    await page.reload();
    await page.getByRole('row', { name: /示例一区总工会/ }).waitFor();
    expect(await page.locator('admin-app').evaluate((e) => e.shadowRoot!.querySelector('key-view')!.shadowRoot!.textContent)).not.toContain(secret);
    await button('改网页和配额：示例一区总工会').click();
    await page.locator('tbody').getByLabel('每天最多次数').fill('5000');
    await shoot(page, 'admin-desk-key-terms');
    await button('保存').click();
    await page.getByText('“示例一区总工会”已更改').waitFor();
    await page.getByRole('cell', { name: '每天 5000' }).waitFor();
    await button('停用：示例一区总工会').click();
    await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
    await page.getByText('“示例一区总工会”已停用').waitFor();
    await expect.poll(async () => (await fetch(`${office.origin}/v1/me`, { headers: { Authorization: `Bearer ${secret}` } })).status).toBe(401);
    await page.getByRole('link', { name: '操作记录' }).click();
    await page.getByRole('row', { name: /停用密钥.*示例一区总工会/ }).first().waitFor();
    expect(faults()).toEqual([]);
  });

  test('reads the statistics and takes them as CSV', async () => {
    await enter('?view=stats');
    await page.locator('stats-view svg rect').first().waitFor();
    await page.getByLabel('分组').selectOption({ label: '区划' });
    await expect.poll(() => page.locator('stats-view tbody tr').count()).toBeGreaterThan(3);
    await shoot(page, 'admin-desk-stats');
    const [file] = await Promise.all([page.waitForEvent('download'), button('下载 CSV 明细').click()]);
    expect(readFileSync((await file.path())!, 'utf8')).toMatch(/^period,area,kind,/);
    expect(faults()).toEqual([]);
  });
});

test('in English the list, the form and the import speak English', async () => {
  await enter('?lang=en');
  await row('示例').first().waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('示例小满职工驿站8号');
  await row('示例小满职工驿站8号').first().click();
  await button('Edit').click();
  await page.getByRole('heading', { name: 'When it is open' }).waitFor();
  await page.getByLabel('Opening hours').fill('Mo-Fr 9:00-25');
  await page.getByText('This cannot be read.').waitFor();
  await shoot(page, 'admin-desk-english');
  await button('Back').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave, drop it' }).click();
  await page.getByRole('link', { name: 'Import' }).click();
  await page.getByText('The trial writes nothing').waitFor();
  expect(faults()).toEqual([]);
});

test('no pointer is needed to change a record', async () => {
  await enter();
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('示例晨光职工驿站7号');
  await row('示例晨光职工驿站7号').getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await button('修改').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('电动车停放').focus();
  await page.keyboard.type('门前');
  await button('保存').focus();
  await page.keyboard.press('Enter');
  await page.getByText('“示例晨光职工驿站7号”已保存').waitFor();
  expect(faults()).toEqual([]);
});

test('on a phone every task fits and every target is 44 px', async () => {
  await enter('', { options: { viewport: PHONE } });
  await row('示例').first().waitFor();
  await button('显示地图').click();
  await page.getByText('画不了地图').waitFor();
  await row('示例').nth(8).click();
  await page.locator('station-summary photo-panel').waitFor();
  await expect.poll(async () => Math.round((await page.locator('station-summary').boundingBox())!.y)).toBe(64); // on top of the screen, the list below
  await button('历史').click();
  await page.locator('history-panel li').first().waitFor();
  expect((await page.locator('history-panel').boundingBox())!.y).toBeLessThan(200); // not below the record, out of sight
  const id = new URL(page.url()).searchParams.get('id')!;
  const tasks = ['', '?view=import', '?view=reviews', '?view=reports', '?view=overdue', '?view=keys', '?view=stats', '?view=audit', '?what=new', `?what=edit&id=${id}`, `?what=history&id=${id}`];
  for (const view of tasks) {
    await page.goto(`/admin${view}`);
    await page.locator('admin-app main > *').first().waitFor();
    await expect.poll(() => page.getByText('正在查询…').count(), { message: view }).toBe(0);
    const task = await page.locator('admin-app nav').first().locator('[aria-current]').boundingBox();
    expect(task!.x >= 0 && Math.round(task!.x + task!.width) <= PHONE.width, `${view}: the task is in sight`).toBe(true);
    const width = () => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    await page.evaluate(() => document.documentElement.classList.add('large'));
    const [large] = await width();
    await page.evaluate(() => document.documentElement.classList.remove('large'));
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    const [twice] = await width();
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
    const [wide, screen] = await width();
    expect(Math.max(wide!, large!, twice!), view).toBeLessThanOrEqual(screen!);
    expect(await page.locator('button, a.button, select, input:not([type=checkbox]):not([type=radio])').evaluateAll(small), view).toEqual([]);
    await shoot(page, `admin-phone${view.replace(/\?\w+=/, '-').replace(/&.*/, '')}`);
  }
  expect(faults()).toEqual([]);
});

/** small lists the targets that are there and too small for a thumb. */
function small(targets: Element[]): string[] {
  return targets
    .map((t) => [t.textContent?.trim() ?? t.id, t.getBoundingClientRect()] as const)
    .filter(([, box]) => box.width > 0 && Math.round(Math.min(box.width, box.height)) < 44)
    .map(([name, box]) => `${name} ${box.width}×${box.height}`);
}

interface MapHost {
  spots: { lon: number; lat: number; label: string; id: string }[];
  picked: string;
  map: { jumpTo(o: object): void; project(at: [number, number]): { x: number; y: number } };
}

/** picked is the name of the spot that the map shows as chosen. */
async function picked(): Promise<string> {
  return page.evaluate(() => {
    const host = document.querySelector('admin-app')!.shadowRoot!.querySelector('stations-view')!.shadowRoot!.querySelector('registry-map') as unknown as MapHost;
    return host.spots.find((s) => s.id === host.picked)?.label ?? '';
  });
}

/** offCentre is how far the picked spot is from the middle of the map, pixels. */
async function offCentre(): Promise<number> {
  return page.evaluate(() => {
    const host = document.querySelector('admin-app')!.shadowRoot!.querySelector('stations-view')!.shadowRoot!.querySelector('registry-map') as unknown as MapHost & Element;
    const spot = host.spots.find((s) => s.id === host.picked)!;
    const at = host.map.project([spot.lon, spot.lat]);
    return Math.hypot(at.x - host.clientWidth / 2, at.y - host.clientHeight / 2);
  });
}

async function whole(id: string): Promise<Record<string, unknown>> {
  return (await (await ask(`/v1/stations/${id}?view=edit`)).json()) as Record<string, unknown>;
}

async function change(id: string, body: object): Promise<void> {
  const etag = (await ask(`/v1/stations/${id}?view=edit`)).headers.get('ETag')!;
  const answer = await ask(`/v1/stations/${id}`, { method: 'PATCH', headers: { 'Content-Type': 'application/json', 'If-Match': etag }, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

/** figures are the counts of a report, by name. */
async function figures(): Promise<Record<string, number>> {
  const all = await page.locator('import-report .counts div').evaluateAll((list) => list.map((d) => [d.querySelector('dt')!.textContent!, Number(d.querySelector('dd')!.textContent)] as const));
  return Object.fromEntries(all);
}

/** reviewFigure is the count of questions, when there are any. */
async function reviewFigure(): Promise<Record<string, number>> {
  const all = await figures();
  return all['待审'] === undefined ? {} : { 待审: all['待审'] };
}
