import { defineConfig } from 'vitest/config';

// Lighthouse against the same server as the end-to-end tests have.
export default defineConfig({
  test: {
    include: ['audit/*.audit.mjs'],
    environment: 'node',
    globalSetup: ['e2e/server.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
