import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('has what waits to be taken wait on, and leaves portals as they were', () => {
  const db = new Database(':memory:');
  migrate(db, 300);
  const request = (id: number, position: number, rest: string): string =>
    `INSERT INTO requests (id, position, company_id, portal_id, subject, customer_name, customer_email, fields, source,
      created_at, left_message, chat, assignee_id, closed_at)
      VALUES (${id}, ${position}, 'c', 'p', 'Fire', 'Carla', 'carla@acme.example', '[]', '{}', ${id}, 0, 'none', ${rest});`;
  db.exec(`
    INSERT INTO companies VALUES ('c', 1, 'Acme');
    INSERT INTO portals VALUES ('p', 'c', 'acme', 'Acme', 'en', '[]', '[]', 1);
    INSERT INTO technicians VALUES ('t', 2, 'Anna', 'anna@sportello.example', 'technician', '', 1, 1);
    ${request(1001, 3, 'NULL, NULL')}
    ${request(1002, 4, "'t', NULL")}
    ${request(1003, 5, 'NULL, 9')}
    ${request(1004, 6, 'NULL, NULL')}
  `);
  migrate(db);
  expect(db.prepare('SELECT * FROM calls ORDER BY position').all()).toEqual([
    { position: 3, request_id: 1001, since: 1001 },
    { position: 6, request_id: 1004, since: 1004 },
  ]);
  expect(db.prepare('SELECT transcript FROM portals').pluck().get()).toBe(0);
  expect(db.prepare('SELECT slug, open FROM portals').get()).toEqual({ slug: 'acme', open: 1 });
  db.close();
});
