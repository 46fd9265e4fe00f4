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

// blocks are the commands of a page for a shell.
function blocks(page: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(`../../${page}`, import.meta.url)), 'utf8');
  return [...text.matchAll(/```sh\n(.*?)```/gs)].map((m) => m[1]!.split('http://127.0.0.1:8080').join(server.origin));
}

// run has a shell do what a reader does, one after the other; the first that
// fails ends it.
function run(shell: string): string {
  const done = spawnSync('bash', ['-euo', 'pipefail', '-x', '-c', shell], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: dir },
    timeout: 60_000,
  });
  expect(done.status, done.stderr.slice(-1500) + done.stdout.slice(-800)).toBe(0);
  return done.stdout;
}

// Before the recipes: they make keys. curl has -f here, which refuses errors.
test('what README asks of the demo is answered, with something to see', () => {
  const asked = blocks('README.md').flatMap((block) => block.split('\n')).filter((line) => line.startsWith('curl '));
  expect(asked.length).toBeGreaterThan(8);
  const answers = asked.map((line) => JSON.parse(run(line.replace('curl', 'curl -fsS'))) as Record<string, unknown>);
  for (const [i, answer] of answers.entries()) {
    for (const list of ['stations', 'suggestions', 'circles', 'sites']) {
      if (Array.isArray(answer[list])) expect(answer[list], asked[i]).not.toHaveLength(0);
    }
  }
  const trial = answers[asked.findIndex((line) => line.includes('/v1/whatif'))] as { cells: { gained: number } };
  expect(trial.cells.gained, 'cells that the what-if of README gains').toBeGreaterThan(0);
});

test.each(['en', 'zh'])('every recipe of docs/%s runs as it stands', (language) => {
  const shell = blocks(`docs/${language}/recipes.md`).join('\n');
  expect(shell.match(/^\S*\(?curl|\$\(curl/gm)!.length).toBeGreaterThan(40);
  run(shell);
});
