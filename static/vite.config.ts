import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig, type Plugin } from 'vite';

const SHOWS_THE_API = ['swagger-ui-bundle.js', 'swagger-ui.css'];

/** apiPage copies what /docs alone loads, as it is: it is built already. */
function apiPage(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: 'api-page',
    generateBundle() {
      for (const name of SHOWS_THE_API) {
        this.emitFile({ type: 'asset', fileName: `docs/${name}`, source: readFileSync(resolve(`swagger-ui-dist/${name}`)) });
      }
    },
  };
}

// Several pages and the service worker, one build. public/.gitkeep is copied so that emptying dist leaves
// the committed dist/.gitkeep where it was.
export default defineConfig({
  appType: 'mpa',
  plugins: [apiPage()],
  build: {
    target: ['chrome78', 'safari14', 'firefox78'],
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The map is a chunk of its own, asked for after the first answer.
    chunkSizeWarningLimit: 1300,
    // No file becomes a data: address: the server's policy allows 'self' only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false }, // a slow machine is no fault
      input: ['index.html', 'plan.html', 'drive.html', 'embed.html', 'admin.html', 'src/worker/sw.ts'],
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'), // its address must not change
        // @mapbox/polyline writes routes into links: who has a route need not have a map.
        // src/map/older.ts runs before it, in the same chunk.
        codeSplitting: { groups: [{ name: 'maplibre', test: /node_modules\/(maplibre-gl|@maplibre|@mapbox\/(?!polyline))|src\/map\/older/ }] },
      },
    },
  },
  // A classic script: Chromium before 80 and Safari before 15 have no workers that are modules.
  worker: { format: 'iife' },
});
