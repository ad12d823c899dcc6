import { openConsole, openForm, openPageOf, startFloor, startRelay } from './contenders.ts';
import type { Contender } from './cores.ts';
import { openWire, type Wire } from './wire.ts';

/** Connections that come and go before it counts, so that what a server gets ready once is not counted. */
const warmUp = 200;
/** What is young is kept small: by how much it grows depends on chance, not on how many are connected. */
const flags = ['--max-semi-space-size=1'];

/** Bytes that one more idle connection takes, once what it left lying about is collected. */
async function perConnection(server: Contender, count: number, open: (n: number) => Promise<Wire>): Promise<number> {
  const wires: Wire[] = [];
  for (let n = 0; n < warmUp; n += 1) wires.push(await open(n));
  const before = await server.memory();
  for (let n = warmUp; n < warmUp + count; n += 1) wires.push(await open(n));
  const after = await server.memory();
  for (const wire of wires) wire.close();
  return (after - before) / count;
}

export type Idle = { A: number; console: number; form: number; page: number };

/**
 * Bytes of memory for an idle connection: of the bare floor, of a live console, of a customer who fills in the form, and
 * of one with a request of his own, in a process of its own each.
 */
export async function measureIdle(count: number): Promise<Idle> {
  const floor = await startFloor(undefined, flags);
  const A = await perConnection(floor, count, (n) => openWire(floor.port, '/', { room: `pair ${n}` }));
  await floor.stop();
  const measured: Omit<Idle, 'A'> = { console: 0, form: 0, page: 0 };
  for (const kind of ['console', 'form', 'page'] as const) {
    const relay = await startRelay(warmUp + count, 100, undefined, flags);
    const seat = (n: number): (typeof relay.seats)[number] => relay.seats[n] ?? { token: '', slug: '' };
    const open = {
      console: (n: number) => openConsole(relay.port, seat(n).token),
      form: () => openForm(relay.port),
      page: (n: number) => openPageOf(relay.port, seat(n).slug),
    }[kind];
    measured[kind] = await perConnection(relay, count, open);
    await relay.stop();
  }
  return { A, ...measured };
}
