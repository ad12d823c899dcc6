import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup/places.ts';

/** The script of a program that an installed package brings, for Node to run: no shell is needed, on Windows neither. */
export function tool(packageName: string, program: string): string {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    bin: string | Readonly<Record<string, string>>;
  };
  const script = typeof bin === 'string' ? bin : bin[program];
  if (script === undefined) throw new Error(`${packageName} has no program ${program}`);
  return path.join(folder, script);
}
