import { defineConfig } from 'vite';

// /embed.js is a classic script for other people's pages: one file at a fixed
// address, which takes no module from here and leaves no name behind there.
export default defineConfig({
  publicDir: false,
  build: {
    target: ['chrome78', 'safari14', 'firefox78'],
    emptyOutDir: false,
    lib: { entry: 'src/embed/element.ts', formats: ['iife'], name: 'yizhanMap', fileName: () => 'embed.js' },
  },
});
