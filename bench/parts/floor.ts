import { createServer } from 'node:http';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Server } from 'socket.io';

// The floors that the relay is measured against: node bench/parts/floor.ts <port> [folder]
// A (no folder): a bare socket.io relay with acknowledgements and no storage.
// B (folder): the same with one raw insert a message, synchronous=FULL, committed in a group once per turn of the event loop.

const [port, folder] = process.argv.slice(2);

type Job = { frame: { id: string; input: unknown }; settle: () => void };
let queue: Job[] = [];

function createStore(file: string): () => void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE messages (position INTEGER PRIMARY KEY, id TEXT NOT NULL, body TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO messages (id, body) VALUES (?, ?)');
  return () => {
    const jobs = queue;
    queue = [];
    db.exec('BEGIN IMMEDIATE');
    for (const { frame } of jobs) insert.run(frame.id, JSON.stringify(frame.input));
    db.exec('COMMIT');
    for (const { settle } of jobs) settle();
  };
}
const commit = folder === undefined ? null : createStore(path.join(folder, 'floor.db'));

function durably(job: Job): void {
  if (commit === null) return job.settle();
  queue.push(job);
  if (queue.length === 1) setImmediate(commit);
}

const server = createServer();
const io = new Server(server, { serveClient: false, perMessageDeflate: false });
const all = 'all';
io.on('connection', (socket) => {
  const { room = all } = socket.handshake.auth as { room?: string };
  void socket.join(room);
  socket.on('command', (frame: Job['frame'], answer: (result: unknown) => void) =>
    durably({
      frame,
      settle: () => {
        socket.to(room).emit('message', frame);
        answer({ ok: true, value: {} });
      },
    }),
  );
});
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
process.on('SIGTERM', () => process.exit(0));
