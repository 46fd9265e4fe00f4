import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load, serve } from './server';

const run = promisify(execFile);

/** Desk is a server of its own whose registry has something of every task to
 *  do: it is written to, which the other tests must not see. */
export interface Desk {
  origin: string;
  keys: Record<'admin' | 'editor' | 'reader', string>;
  end: () => Promise<void>;
}

/** desk loads the demo city, makes keys, and lets an office import a list of
 *  which some rows are the same places, some were edited since, and none was
 *  verified lately. Riders report a wasted trip. */
export async function desk(yizhan: string): Promise<Desk> {
  const dir = await mkdtemp(join(tmpdir(), 'yizhan-desk-'));
  await load(yizhan, dir);
  const keys = { admin: await key(yizhan, dir, 'admin'), editor: await key(yizhan, dir, 'editor', '999901'), reader: await key(yizhan, dir, 'reader') };
  const { origin, end } = await serve(yizhan, dir, 'e2e-desk.log');
  const all = async () => {
    await end();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await work(origin, keys.admin, await readFile(join(dir, 'stations.csv'), 'utf8'));
  } catch (cause) {
    await all();
    throw cause;
  }
  return { origin, keys, end: all };
}

async function key(yizhan: string, dir: string, role: string, adcode = ''): Promise<string> {
  const args = ['key', 'create', '--store', 'sqlite:demo.db', '--role', role, '--name', `${role} 测试`, ...(adcode ? ['--adcode', adcode] : [])];
  return (await run(yizhan, args, { cwd: dir })).stdout.trim();
}

async function work(origin: string, admin: string, demo: string): Promise<void> {
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(origin + path, { ...init, headers: { Authorization: `Bearer ${admin}`, ...init.headers } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const send = (source: string, csv: string) => ask(`/v1/imports?${new URLSearchParams({ source, datum: 'gcj02' })}`, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: csv });
  await send('街道办', office(demo));
  const list = (await (await ask('/v1/stations?limit=3')).json()) as { stations: { id: string; name: string }[] };
  const edited = list.stations[2]!;
  const seen = await ask(`/v1/stations/${edited.id}?view=edit`);
  const change = { method: 'PATCH', headers: { 'Content-Type': 'application/json', 'If-Match': seen.headers.get('ETag')! }, body: JSON.stringify({ name: `${edited.name}（已改）` }) };
  await ask(`/v1/stations/${edited.id}`, change);
  await send('demo', demo.replace(`,${edited.name},`, `,${edited.name}新址,`));
  for (const network of ['198.51.100.7', '203.0.113.9']) {
    await fetch(`${origin}/v1/reports`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': network },
      body: JSON.stringify({ station: list.stations[0]!.id, kind: 'wasted_trip', text: '锁着门，电话没人接' }),
    });
  }
}

/** office is the list of an office: three places of the demo under names that
 *  differ a little, with days of verification that are long past. */
function office(demo: string): string {
  const rows = demo.trim().split(/\r?\n/).slice(1, 4).map((line) => line.split(','));
  const lines = rows.map((r, i) => [`JD-${i}`, r[2], r[4], r[7], r[8], '某街道 1 号', '2026-01-05'].join(','));
  return ['source_record,名称,类型,经度,纬度,地址,核实日期', ...lines].join('\n');
}
