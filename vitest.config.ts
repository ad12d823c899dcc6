import { defineConfig } from 'vitest/config';

const rooms = '{protocol,i18n,server,portal,preload,main,renderer,scripts}';

export default defineConfig({
  test: {
    // A test marked `only` would hide all others.
    allowOnly: false,
    // Tests start threads from TypeScript, whose types Node strips by WebAssembly. Where a thread ends while V8 makes better
    // wrappers of that in another one, V8 frees a module that is gone and the process ends: so it makes none.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${rooms}/**/*.test.{ts,tsx}`],
          exclude: ['**/*.integration.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`${rooms}/**/*.integration.test.ts`],
          // They start programs, on machines that have other work as well.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
