import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('lets messages that wait to be sent be of calls alone, and leaves those to customers as they were', () => {
  const db = new Database(':memory:');
  migrate(db, 420);
  const put = db.prepare("INSERT INTO outgoing VALUES (?, 'email', ?, 'waiting', 0, 1, 1, NULL, NULL)");
  const calls = { kind: 'calls', technicianId: 't', calls: [{ position: 3, requestId: 1001 }] };
  const answers = { kind: 'answers', requestId: 1001, afterSeq: 1, toSeq: 2 };
  put.run('a', JSON.stringify(calls));
  put.run('b', JSON.stringify(answers));
  migrate(db);
  const abouts = db.prepare<[], string>('SELECT about FROM outgoing ORDER BY id').pluck().all();
  expect(abouts.map((about) => JSON.parse(about) as object)).toEqual([{ ...calls, news: [] }, answers]);
  db.close();
});
