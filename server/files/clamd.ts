import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** What the scanner says of a file. */
export type Verdict = { kind: 'clean' } | { kind: 'infected'; what: string };
/** Rejects if the scanner cannot be asked, or does not answer in time: then nothing is known of the file. */
export type Scan = (file: string) => Promise<Verdict>;

const answerWithinMs = 120_000;
const pieceLength = 256 * 1024;

/** Each piece with its length before it, and nothing at the end, as INSTREAM wants it (clamd(8)). */
async function* pieces(file: string): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const piece of createReadStream(file, { highWaterMark: pieceLength }) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    yield length;
    yield piece;
  }
  yield Buffer.alloc(4);
}

function open(address: string): Socket {
  const [host = '', port = ''] = /^(.+):(\d+)$/.exec(address)?.slice(1) ?? [];
  return host === '' ? connect(address) : connect(Number(port), host.replace(/^\[(.*)\]$/, '$1'));
}

async function answerOf(socket: Socket): Promise<string> {
  let answer = '';
  for await (const piece of socket as AsyncIterable<Buffer>) {
    answer += piece.toString('utf8');
    if (answer.includes('\0') || answer.length > 4_096) break;
  }
  return answer.replace(/\0[\s\S]*$/, '').trim();
}

/** Scans by a running clamd. `address`: `host:port`, or the path of its socket. */
export function createClamd(address: string): Scan {
  return async (file) => {
    const socket = open(address);
    socket.setTimeout(answerWithinMs, () => socket.destroy(new Error('clamd does not answer')));
    try {
      // It answers before the end to what it won't take, and then listens no more: its answer is what counts.
      const sending = pipeline(pieces(file), socket, { end: false }).catch((error: unknown) => error);
      const answer = await answerOf(socket);
      const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
      if (found !== undefined) return { kind: 'infected', what: found };
      if (answer === 'stream: OK') return { kind: 'clean' };
      throw new Error(`clamd: ${answer === '' ? String(await sending) : answer}`);
    } finally {
      socket.destroy();
    }
  };
}
