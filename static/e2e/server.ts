import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import './provided';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** setup draws the demo city, loads it by the ordinary commands into a fresh
 *  directory, and serves it on the loopback. What it returns
 *  ends its own server, by its process, and takes the directory away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'yizhan-e2e-'));
  const yizhan = process.env.YIZHAN_BIN ?? (await build(dir));
  await load(yizhan, dir);
  const { origin, end } = await serve(yizhan, dir, 'e2e-server.log');
  const all = async () => {
    await end();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    project.provide('origin', origin);
    project.provide('centre', await centre(origin));
    project.provide('yizhan', yizhan);
    project.provide('dir', dir);
  } catch (cause) {
    await all();
    throw cause;
  }
  return all;
}

/** serve starts a server over what was loaded into a directory, on a port of
 *  its own choice, with further arguments. end ends it, by its process. */
export async function serve(yizhan: string, dir: string, logName: string, further: string[] = []): Promise<{ origin: string; end: () => Promise<void> }> {
  await mkdir(join(ROOT, 'artifacts'), { recursive: true });
  const logFile = join(ROOT, 'artifacts', logName);
  const log = await open(logFile, 'w');
  const server = spawn(yizhan, ['serve', '--store', 'sqlite:demo.db', '--roads', 'city.roads', '--listen', '127.0.0.1:0', ...further], {
    cwd: dir,
    stdio: ['ignore', 'ignore', log.fd],
  });
  const end = async () => {
    await stop(server);
    await log.close();
  };
  try {
    const origin = await address(logFile, server);
    await ready(origin, server);
    return { origin, end };
  } catch (cause) {
    await end();
    throw cause;
  }
}

// build compiles the server with the pages as they are in dist now: a binary
// from before would serve those of before.
async function build(dir: string): Promise<string> {
  const bin = join(dir, 'yizhan');
  await run('go', ['build', '-o', bin, './cmd/yizhan'], { cwd: ROOT });
  return bin;
}

/** load draws the demo city and loads it into a fresh store. */
export async function load(yizhan: string, dir: string): Promise<void> {
  const store = ['--store', 'sqlite:demo.db'];
  const steps = [
    ['demo', '--city', '示例市', '--stations', '300', '-o', '.'],
    ['roads', 'build', 'city.osm.pbf', '-o', 'city.roads'],
    ['areas', 'import', 'districts.geojson', ...store, '--datum', 'wgs84'],
    ['demand', 'import', 'population.csv', ...store, '--datum', 'wgs84'],
    ['import', 'stations.csv', ...store, '--source', 'demo', '--datum', 'gcj02'],
  ];
  for (const step of steps) await run(yizhan, step, { cwd: dir });
}

// address waits until the server has said where it listens: it chooses the
// port itself, as one that was free a moment ago may be taken.
async function address(logFile: string, server: ChildProcess): Promise<string> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(50)) {
    if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}`);
    const said = /rider\s+(http:\S+)\/\n/.exec(await readFile(logFile, 'utf8'));
    if (said) return said[1]!;
  }
  throw new Error('the server did not say where it listens within 30 s');
}

async function ready(origin: string, server: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(100)) {
    if (server.exitCode !== null) throw new Error(`the server ended with code ${server.exitCode}`);
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error('the server was not ready within 30 s');
}

async function centre(origin: string): Promise<[number, number]> {
  const meta = (await (await fetch(`${origin}/v1/meta`)).json()) as { bounds: [number, number, number, number] };
  const [w, s, e, n] = meta.bounds;
  return [(w + e) / 2, (s + n) / 2];
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const late = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
