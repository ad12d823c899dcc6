import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { CommandId, RequestId } from '../../../protocol/ids.ts';
import { createOperations, type Operations } from '../operations.ts';
import { me, messageId } from './entries.ts';

/** Both files in a folder of their own, as the storage thread has them. */
export type TestFiles = {
  folder: string;
  operations: Operations;
  /** Closes them and opens them again: `operations` are the new ones. */
  reopen: () => void;
  dispose: () => void;
};

export const owner = { relay: 'http://relay.example', technicianId: me };

export function openTestFiles(): TestFiles {
  const folder = mkdtempSync(path.join(tmpdir(), 'sportello-storage-'));
  const open = (): Operations => {
    const operations = createOperations({ folder }, () => 1_000);
    operations.claim(owner);
    return operations;
  };
  const files: TestFiles = {
    folder,
    operations: open(),
    reopen: () => {
      files.operations.close();
      files.operations = open();
    },
    dispose: () => {
      files.operations.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return files;
}

/** Queues a text of mine; the command's id is made of `n`. */
export function queueText(operations: Operations, n: number, request: number, text: string): CommandId {
  const id = messageId(n) as string as CommandId;
  operations.addCommand({ id, name: 'chat.send', input: { id: request as RequestId, text }, at: n });
  return id;
}

/** Every row of the cache, table by table, and what its search indexes know. */
export function dump(folder: string): Record<string, unknown[]> {
  const db = new Database(path.join(folder, 'cache.db'), { readonly: true });
  try {
    const tables = [
      'companies',
      'technicians',
      'requests',
      'early_activities',
      'messages',
      'cursors',
      'notices',
      'gone',
    ];
    const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]);
    const words = ['messages_search', 'requests_search'].map((table) => {
      db.exec(`CREATE VIRTUAL TABLE temp.${table}_words USING fts5vocab(main, ${table}, 'instance')`);
      // Without positions ("detail=none") a row is a word and the entry that has it.
      return [table, db.prepare(`SELECT DISTINCT term, doc FROM temp.${table}_words ORDER BY term, doc`).all()];
    });
    return Object.fromEntries([...rows, ...words]) as Record<string, unknown[]>;
  } finally {
    db.close();
  }
}
