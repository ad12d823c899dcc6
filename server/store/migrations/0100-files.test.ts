import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('keeps every message in its place, and takes files besides', () => {
  const db = new Database(':memory:');
  migrate(db, 20);
  db.exec(`
    INSERT INTO companies VALUES ('c', 1, 'Acme');
    INSERT INTO portals VALUES ('p', 'c', 'acme', 'Acme', 'en', '[]', '[]', 1);
    INSERT INTO requests (id, position, company_id, portal_id, subject, customer_name, customer_email, fields, source,
      created_at, left_message, chat) VALUES (1001, 2, 'c', 'p', 'Fire', 'Carla', 'carla@acme.example', '[]', '{}', 1, 0, 'none');
    INSERT INTO messages VALUES (3, 'm1', 1001, 1, 10, 'customer', NULL, 'text', 'The printer burns.');
    INSERT INTO messages VALUES (4, 'm2', 1001, 2, 11, 'technician', 't', 'note', 'Again.');
  `);
  const before = db.prepare('SELECT * FROM messages ORDER BY position').all();
  migrate(db);
  expect(db.prepare('SELECT * FROM messages ORDER BY position').all()).toEqual(before);
  db.exec(`
    INSERT INTO messages VALUES (5, 'm3', 1001, 3, 12, 'customer', NULL, 'file', '{}');
    INSERT INTO files VALUES ('m3', 1001, 6, 'ready', 'hash', 10);
  `);
  expect(() => db.exec("INSERT INTO messages VALUES (7, 'm3', 1001, 4, 13, 'customer', NULL, 'text', 'x')")).toThrow(
    'UNIQUE',
  );
  expect(() => db.exec("INSERT INTO messages VALUES (8, 'm4', 1001, 3, 13, 'customer', NULL, 'text', 'x')")).toThrow(
    'UNIQUE',
  );
  db.close();
});
