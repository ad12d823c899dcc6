import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('keeps each device once a request, and what waits in the queue', () => {
  const db = new Database(':memory:');
  migrate(db, 430);
  db.exec(`
    INSERT INTO companies VALUES ('c', 1, 'Acme');
    INSERT INTO portals VALUES ('p', 'c', 'acme', 'Acme', 'en', '[]', '[]', 1, 0);
    INSERT INTO requests (id, position, company_id, portal_id, subject, customer_name, customer_email, fields, source,
      created_at, left_message, chat)
      VALUES (1001, 2, 'c', 'p', 'Fire', 'Carla', 'carla@acme.example', '[]', '{}', 1, 0, 'none');
    INSERT INTO outgoing (id, method, about, state, attempts, next_at, created_at)
      VALUES ('m', 'email', '{}', 'waiting', 0, 1, 1);
  `);
  migrate(db);
  const add = db.prepare(`INSERT INTO push_subscriptions VALUES (?, 1001, 1001, ?, 'p', 'a', 1, NULL, NULL, 0)`);
  add.run('one', 'https://push.example/1');
  add.run('two', 'https://push.example/2');
  expect(() => add.run('three', 'https://push.example/1')).toThrow(/UNIQUE/);
  expect(db.prepare('SELECT id, method, state FROM outgoing').all()).toEqual([
    { id: 'm', method: 'email', state: 'waiting' },
  ]);
  db.close();
});
