import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createBuilder, type Plugin } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

/** What stands around every text of the catalogue in the pseudo-locale: what has none around it is not from there. */
export const marks = { open: '⟦', close: '⟧' } as const;

const pseudoLocale: Plugin = {
  name: 'pseudo-locale',
  enforce: 'pre',
  load: {
    // Before the build's own reading of catalogues.
    order: 'pre',
    handler: (id) => {
      if (!id.endsWith('/locales/it.json')) return null;
      const texts = Object.entries(JSON.parse(readFileSync(id, 'utf8')) as Record<string, string>);
      return JSON.stringify(
        Object.fromEntries(texts.map(([key, text]) => [key, `${marks.open}${text}${marks.close}`])),
      );
    },
  },
};

/** Builds the console with marked Italian texts beside the real one; answers the folder that Electron starts it from. */
export async function buildPseudoConsole(): Promise<string> {
  const folder = path.join(root, 'out/pseudo');
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  cpSync(path.join(root, 'resources'), path.join(folder, 'resources'), { recursive: true });
  const builder = await createBuilder({
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [pseudoLocale],
    build: { outDir: path.join(folder, 'dist') },
    environments: {
      main: { build: { outDir: path.join(folder, 'dist/main') } },
      preload: { build: { outDir: path.join(folder, 'dist/preload') } },
    },
  });
  for (const name of ['main', 'preload', 'client']) {
    const environment = builder.environments[name];
    if (environment !== undefined) await builder.build(environment);
  }
  return folder;
}
