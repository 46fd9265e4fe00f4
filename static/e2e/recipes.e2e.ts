import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import './provided';
import { load, serve } from './server';

// A server of its own: the recipes make keys, which end that everybody is admin.
let dir: string;
let server: { origin: string; end: () => Promise<void> };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yizhan-recipes-'));
  for (const made of ['bin', '.run']) mkdirSync(join(dir, made)); // as make run does in a clone
  await load(inject('yizhan'), join(dir, '.run'));
  server = await serve(inject('yizhan'), join(dir, '.run'), 'recipes-server.log');
  symlinkSync(inject('yizhan'), join(dir, 'bin', 'yizhan'));
});

afterAll(async () => {
  await server.end();
  rmSync(dir, { recursive: true, force: true });
});

// script joins the blocks of a page: they are run as a reader does, in one
// shell, one after the other; the first that fails ends it.
function script(language: string): string {
  const text = readFileSync(fileURLToPath(new URL(`../../docs/${language}/recipes.md`, import.meta.url)), 'utf8');
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map((m) => m[1]!);
  return blocks.join('\n').replace('http://127.0.0.1:8080', server.origin);
}

test.each(['en', 'zh'])('every recipe of docs/%s runs as it stands', (language) => {
  const shell = script(language);
  expect(shell.match(/^\S*\(?curl|\$\(curl/gm)!.length).toBeGreaterThan(40);
  const run = spawnSync('bash', ['-euo', 'pipefail', '-x', '-c', shell], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: dir },
    timeout: 60_000,
  });
  expect(run.status, run.stderr.slice(-1500) + run.stdout.slice(-800)).toBe(0);
});
