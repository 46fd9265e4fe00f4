import { defineConfig } from 'vite';

// Several pages and the service worker, one build. public/.gitkeep is copied so that emptying dist leaves
// the committed dist/.gitkeep where it was.
export default defineConfig({
  appType: 'mpa',
  build: {
    target: 'es2022',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The map is a chunk of its own, asked for after the first answer.
    chunkSizeWarningLimit: 1300,
    // No file becomes a data: address: the server's policy allows 'self' only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index.html', 'plan.html', 'drive.html', 'embed.html', 'admin.html', 'src/worker/sw.ts'],
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'), // its address must not change
        codeSplitting: { groups: [{ name: 'maplibre', test: /node_modules\/(maplibre-gl|@maplibre|@mapbox)/ }] },
      },
    },
  },
  worker: { format: 'es' },
});
