import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('keeps what was there, names once on the list, and nothing inside a profile that is off it', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, 450);
  db.exec(`
    INSERT INTO companies VALUES ('c', 1, 'Acme');
    INSERT INTO portals VALUES ('p', 'c', 'acme', 'Acme', 'en', '[]', '[]', 1, 0);
    INSERT INTO requests (id, position, company_id, portal_id, subject, customer_name, customer_email, fields, source,
      created_at, left_message, chat)
      VALUES (1001, 2, 'c', 'p', 'Mail', 'Carla', 'carla@acme.example', '[]', '{}', 1, 0, 'none');
  `);
  migrate(db);
  expect(db.prepare('SELECT id, subject FROM requests').all()).toEqual([{ id: 1001, subject: 'Mail' }]);
  const add = (id: string, sealed: Buffer | null, removedAt: number | null): unknown =>
    db
      .prepare(`INSERT INTO profiles VALUES (?, 'wifi', 'Office', '', '', '["ios"]', NULL, ?, 1, ?)`)
      .run(id, sealed, removedAt);
  add('a', null, 2);
  add('b', Buffer.from('x'), null);
  expect(() => add('c', Buffer.from('x'), null)).toThrow(/UNIQUE/);
  expect(() => add('d', Buffer.from('x'), 2)).toThrow(/CHECK/);
  expect(() => add('e', null, null)).toThrow(/CHECK/);
  const deliver = (id: string, profile: string): unknown =>
    db.prepare(`INSERT INTO profile_deliveries VALUES (?, 1001, ?, 'ios', 1, 2, NULL)`).run(id, profile);
  deliver('one', 'b');
  expect(() => deliver('two', 'nothing')).toThrow(/FOREIGN KEY/);
  db.close();
});
