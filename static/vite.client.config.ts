import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/** typed puts the types beside the code, those of what it is made from too, so
 *  that they can be taken into another project as they are. */
function typed(): Plugin {
  return {
    name: 'typed',
    generateBundle() {
      const types: Record<string, string> = {
        yizhan: declared(),
        spec: readFileSync('src/client/spec.d.ts', 'utf8'),
        'openapi-fetch': readFileSync(shipped('openapi-fetch'), 'utf8'),
        'openapi-typescript-helpers': readFileSync(shipped('openapi-typescript-helpers'), 'utf8'),
      };
      for (const [name, source] of Object.entries(types)) {
        this.emitFile({ type: 'asset', fileName: `${name}.d.ts`, source: source.replace(/from (['"])(openapi-[\w-]+)\1/g, "from './$2.js'") });
      }
    },
  };
}

// declared has the compiler say what yizhan.ts gives.
function declared(): string {
  const out = mkdtempSync(join(tmpdir(), 'yizhan-types-'));
  try {
    execFileSync('node_modules/.bin/tsc', ['-p', 'src/client', '--outDir', out]);
    return readFileSync(join(out, 'yizhan.d.ts'), 'utf8');
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function shipped(name: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(name)), 'index.d.ts');
}

// /client/yizhan.js is the typed client as one module, for other people's
// pages and programs.
export default defineConfig({
  publicDir: false,
  plugins: [typed()],
  build: {
    target: 'es2020', // what web views of some years ago can read
    outDir: 'dist/client',
    emptyOutDir: true,
    rolldownOptions: { checks: { pluginTimings: false } }, // the compiler takes its time
    lib: { entry: 'src/client/yizhan.ts', formats: ['es'], fileName: () => 'yizhan.js' },
  },
});
