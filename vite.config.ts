import { defineConfig } from 'vite';
import { asciiScripts, catalogues, classicScripts, sizeBudget } from './scripts/build-plugins.ts';

// What runs in Electron and in the customer's browser, each as an environment of one build. The relay has none: Node
// runs its sources. Targets are those of the oldest Electron that runs the console (scripts/setup/electron-runtime.ts).

/** Stay outside: Electron brings the first ones, and a native addon cannot be bundled. */
const external = ['electron', /^electron\//, 'better-sqlite3'];
const bundled = { noExternal: true as const, external: ['better-sqlite3'] };

export default defineConfig({
  // A page's place below `dist` is its place below the root.
  root: import.meta.dirname,
  publicDir: false,
  plugins: [
    catalogues(`${import.meta.dirname}/resources/locales`, ['en', 'it']),
    classicScripts(['/renderer/index.html']),
    // These come from the disk, where a few bytes more cost nothing.
    asciiScripts(['client', 'screenShare']),
    // A customer is stuck, perhaps on a phone with a bad line.
    sizeBudget({ portal: 70_000, embed: 10_000, push: 2_000 }),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    reportCompressedSize: false,
    // Both pages' policies allow styles, scripts and fonts from files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  experimental: {
    // Each page's files are served from the top of its origin, whatever the page's own address.
    renderBuiltUrl: (file) => file.slice(file.indexOf('/')),
  },
  environments: {
    main: {
      consumer: 'server',
      resolve: bundled,
      build: {
        outDir: 'dist/main',
        target: 'node20',
        sourcemap: true,
        rolldownOptions: {
          input: { instance: 'main/instance.ts', worker: 'main/storage/worker.ts' },
          platform: 'node',
          external,
          output: {
            chunkFileNames: '[name]-[hash].js',
            // Half as much for V8 to read at each start; names stay, for the stack traces in the log.
            minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
          },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: bundled,
      build: {
        outDir: 'dist/preload',
        target: 'chrome130',
        minify: false,
        rolldownOptions: {
          input: 'preload/preload.ts',
          external,
          // A sandboxed preload can load no file but itself, and no ES module.
          output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
        },
      },
    },
    client: {
      build: {
        target: 'chrome130',
        assetsDir: 'renderer/assets',
        // A script that is no module would bring its styles itself, which the page's policy forbids.
        cssCodeSplit: false,
        // It comes from the disk.
        chunkSizeWarningLimit: 2_000,
        rolldownOptions: {
          input: 'renderer/index.html',
          // docs/decisions/0006: of a classic script Chromium keeps more compiled code than of a module.
          output: { format: 'iife', codeSplitting: false },
          // Libraries mark what is for browsers; all of this is.
          checks: { moduleLevelDirective: false },
        },
      },
    },
    screenShare: {
      consumer: 'client',
      build: {
        target: 'chrome130',
        assetsDir: 'renderer/assets',
        chunkSizeWarningLimit: 2_000,
        rolldownOptions: { input: 'renderer/screen-share.html', checks: { moduleLevelDirective: false } },
      },
    },
    portal: {
      consumer: 'client',
      build: { assetsDir: 'portal/assets', rolldownOptions: { input: 'portal/index.html' } },
    },
    embed: {
      consumer: 'client',
      build: {
        rolldownOptions: {
          input: 'portal/embed.ts',
          // One classic script: a company's page names it in one line.
          output: { format: 'iife', entryFileNames: 'portal/embed.js', codeSplitting: false },
        },
      },
    },
    push: {
      consumer: 'client',
      build: {
        rolldownOptions: {
          input: 'portal/worker/push.ts',
          // Browsers without modules in service workers take it too.
          output: { format: 'iife', entryFileNames: 'portal/push.js', codeSplitting: false },
        },
      },
    },
  },
  builder: {
    buildApp: async (builder) => {
      await Promise.all(Object.values(builder.environments).map((environment) => builder.build(environment)));
    },
  },
});
