import './provided';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { connect } from '../src/client/yizhan';

const origin = inject('origin');
const [lon, lat] = inject('centre');

test('a typed program finds, keeps and plans', async () => {
  const asker = connect(origin);
  const near = await asker.GET('/v1/nearby', { params: { query: { lon, lat, kind: ['driver_home'], open: 'any' } } });
  expect(near.data!.stations[0]).toMatchObject({ kind: 'driver_home', synthetic: true });

  const { data: made, response } = await asker.POST('/v1/stations', { body: { datum: 'wgs84', lon, lat, name: '试用驿站', kind: 'union_station' } });
  const path = { id: made!.id! };
  const stale = await asker.PATCH('/v1/stations/{id}', { params: { path, header: { 'If-Match': '"1"' } }, body: { name: 'x' } });
  expect(stale.error?.type).toBe('/problems/precondition_failed');
  const gone = await asker.DELETE('/v1/stations/{id}', { params: { path, header: { 'If-Match': response.headers.get('ETag')! }, query: { reason: '试完了' } } });
  expect(gone.response.status).toBe(204);

  const run = await asker.POST('/v1/coverage', { body: { minutes: 10, res: 8 } });
  const next = await asker.POST('/v1/siting', { body: { p: 1, base: run.data!.id, seconds: 1 } });
  expect(next.data!.covered).toBeGreaterThan(run.data!.demand.covered);
  const gaps = await connect(origin, { form: 'application/geo+json' }).GET('/v1/coverage/{id}/gaps', { params: { path: { id: run.data!.id } } });
  expect(gaps.data!.features.map((f) => f.properties.id)).toEqual(run.data!.gaps.map((g) => g.id));
});

// What /client gives is taken into a project that has nothing else of ours.
test('the published types hold a stranger to the document', () => {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-typed-'));
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  try {
    cpSync(here('../dist/client'), dir, { recursive: true });
    writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
    writeFileSync(
      join(dir, 'stranger.ts'),
      `import { connect, type Card } from './yizhan.js';
      const { data, error } = await connect('https://x.example').GET('/v1/nearby', { params: { query: { lon: 1, lat: 2 } } });
      const first: Card | undefined = data?.stations[0];
      export const name: string | undefined = first?.name ?? error?.type;
      // @ts-expect-error there is no such datum
      await connect('').GET('/v1/nearby', { params: { query: { lon: 1, lat: 2, datum: 'mars' } } });
      // @ts-expect-error the latitude is missing
      await connect('').GET('/v1/nearby', { params: { query: { lon: 1 } } });`,
    );
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', ''];
    execFileSync(here('../node_modules/.bin/tsc'), [...strict, 'stranger.ts'], { cwd: dir, encoding: 'utf8' });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
