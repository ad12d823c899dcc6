import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './setup/places.ts';

const output = path.join(root, 'dist');
const stamp = path.join(output, '.built-from');
const rooms = ['protocol', 'i18n', 'resources', 'preload', 'main', 'renderer', 'portal'];
const settings = [
  'vite.config.ts',
  'tsconfig.base.json',
  'package-lock.json',
  'scripts/build.ts',
  'scripts/build-plugins.ts',
];

const isTest = (file: string): boolean => /\.test\.tsx?$|[\\/]testing[\\/]/.test(file);

function filesOf(room: string): string[] {
  return readdirSync(path.join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !isTest(file))
    .sort();
}

/** A digest of everything that the built files are made from. */
function inputs(): string {
  const hash = createHash('sha256');
  for (const file of [...settings, ...rooms.flatMap(filesOf)]) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Builds what runs in Electron and in the customer's browser into `dist`, unless it was built from the very same sources. */
export async function build(): Promise<void> {
  const from = inputs();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === from) return;
  const started = performance.now();
  rmSync(output, { recursive: true, force: true });
  const { createBuilder } = await import('vite');
  const builder = await createBuilder({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
  await builder.buildApp();
  writeFileSync(stamp, from);
  say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

if (import.meta.main) await build();
