import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** They end what hangs, and judge nothing: a busy machine passes as well. */
const patience = {
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
};

export default defineConfig({
  test: {
    // Much of a test is waiting: a file for each core would leave the machine idle.
    maxWorkers: availableParallelism() + 1,
    // The threads of a server start in half the time when what they load was compiled before.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/docent-tests') },
    projects: [
      {
        test: {
          ...patience,
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'web/**/*.test.ts',
            'testing/**/*.test.ts',
            'test/*.test.ts',
          ],
        },
      },
      { test: { ...patience, name: 'browser', include: ['test/browser/**/*.test.ts'] } },
      {
        test: {
          ...patience,
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
