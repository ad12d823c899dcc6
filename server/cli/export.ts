import { closeSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { exportFamilies, type ExportFamily, type Store } from '../store/store.ts';
import { withExistingStore } from './data.ts';
import { CliError, count, print, type Output } from './terminal.ts';

/** Raised when a reader of an older export would misunderstand a newer one. */
const exportShape = 1;
const flushAt = 1 << 20;

/** Writes lines to a new file that only its owner can read, a megabyte at a time. */
function createLines(file: string) {
  const handle = openSync(file, 'wx', 0o600);
  let waiting = '';
  let lines = 0;
  const flush = (): void => {
    writeSync(handle, waiting);
    waiting = '';
  };
  return {
    add: (row: object): void => {
      waiting += `${JSON.stringify(row)}\n`;
      lines += 1;
      if (waiting.length >= flushAt) flush();
    },
    close: (): number => {
      flush();
      closeSync(handle);
      return lines;
    },
  };
}

async function writeExport(store: Store, folder: string): Promise<Record<ExportFamily, number>> {
  const files = exportFamilies.map((name) => [name, createLines(path.join(folder, `${name}.jsonl`))] as const);
  const byName = new Map(files);
  for (const { family, row } of store.everything()) byName.get(family)?.add(row);
  const rows = Object.fromEntries(files.map(([name, file]) => [name, file.close()])) as Record<ExportFamily, number>;
  // Last, so that an export without it is known to be cut off.
  const about = { shape: exportShape, at: Date.now(), rows };
  writeFileSync(path.join(folder, 'export.json'), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 });
  return rows;
}

/** `export` */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('Writes all data as JSON lines, a file each family of rows, to a new folder; the relay may run')
    .argument('<folder>')
    .option('--json')
    .action((given: string, options: Output) =>
      withExistingStore(async (store) => {
        const folder = path.resolve(given);
        if (existsSync(folder) && readdirSync(folder).length > 0) throw new CliError(`${given} is not empty.`);
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const rows = await writeExport(store, folder);
        const all = Object.values(rows).reduce((sum, n) => sum + n, 0);
        print(options, { folder, rows }, `${count(all, 'row')} written to ${given}.`);
      }),
    );
}
