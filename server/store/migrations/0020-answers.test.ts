import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('keeps answered commands but for texts, which are their own record, and knows who has joined', () => {
  const db = new Database(':memory:');
  migrate(db, 10);
  db.exec(`
    INSERT INTO companies VALUES ('c', 1, 'Acme');
    INSERT INTO portals VALUES ('p', 'c', 'acme', 'Acme', 'en', '[]', '[]', 1);
    INSERT INTO technicians VALUES ('t', 2, 'Anna', 'anna@sportello.example', 'admin', '', 1, 1);
    INSERT INTO commands VALUES ('assign', 't', 'request.assign', '{"ok":true}'), ('m', 't', 'chat.send', '{"ok":true}');
  `);
  const put = db.prepare(`
    INSERT INTO requests (id, position, company_id, portal_id, subject, customer_name, customer_email, fields, source,
      created_at, left_message, assignee_id, assigned_at, first_answered_at, chat)
    VALUES (?, ?, 'c', 'p', 'Fire', 'Carla', 'carla@acme.example', '[]', '{}', 1, 0, ?, ?, ?, ?)`);
  put.run(1, 3, null, null, null, 'none');
  put.run(2, 4, 't', 50, null, 'none');
  put.run(3, 5, 't', 50, 60, 'joined');
  put.run(4, 6, 't', 90, 60, 'ended');
  db.exec("INSERT INTO messages VALUES (7, 'm', 3, 1, 10, 'technician', 't', 'text', 'Hello')");
  migrate(db, 20);
  expect(db.prepare('SELECT id, input, at > 0 AS isDated FROM commands').all()).toEqual([
    { id: 'assign', input: null, isDated: 1 },
  ]);
  expect(db.prepare('SELECT id, joined_at FROM requests ORDER BY id').raw().all()).toEqual([
    [1, null],
    [2, null],
    [3, 60],
    [4, 90],
  ]);
  db.close();
});
