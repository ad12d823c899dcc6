import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../migrate.ts';

it('takes everybody for present, and leaves what each chose', () => {
  const db = new Database(':memory:');
  migrate(db, 400);
  db.exec(`
    INSERT INTO technicians VALUES ('a', 1, 'Anna', 'anna@sportello.example', 'technician', '', 1, 1);
    INSERT INTO technicians VALUES ('b', 2, 'Bruno', 'bruno@sportello.example', 'technician', '', 0, 1);
  `);
  migrate(db);
  expect(db.prepare('SELECT id, available, absent FROM technicians ORDER BY id').all()).toEqual([
    { id: 'a', available: 1, absent: 0 },
    { id: 'b', available: 0, absent: 0 },
  ]);
  db.close();
});
