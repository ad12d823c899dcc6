import { parseArgs } from 'node:util';
import { io, type Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import { openConsole } from '../e2e/parts/console.ts';
import { desk } from '../e2e/parts/desk.ts';
import { watchNotifications, type NotificationLog } from '../e2e/parts/notifications.ts';
import { startRelay } from '../e2e/parts/relay.ts';
import { signInTechnician } from '../e2e/parts/technician.ts';
import { openForm } from '../e2e/parts/waiting-customer.ts';
import { removeFolders, startFloor } from './parts/contenders.ts';
import { finish, median, quantile } from './parts/report.ts';

// From submit on the portal to the notification: npm run bench:notify [-- --requests 60 --check]
// A real relay, the real console in the tray, a real notification service on a session bus that a monitor listens to.
// Between any two requests a message takes a hop through a bare socket.io server, so that whatever else the machine
// does falls on both.

const { values: options } = parseArgs({
  options: { requests: { type: 'string', default: '60' }, check: { type: 'boolean', default: false } },
});
const requests = Number(options.requests);
const warmUp = 5;

const connect = async (port: number): Promise<Socket> => {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return socket;
};

/** Sends a message from one client to another; answers the milliseconds that it took. */
async function hop(from: Socket, to: Socket): Promise<number> {
  const arrived = new Promise<number>((resolve) => to.once('message', () => resolve(performance.now())));
  const started = performance.now();
  from.emit('command', { id: newId(), input: { text: 'The invoice opens blank.' } }, () => undefined);
  return (await arrived) - started;
}

/** Resolves when the service was asked to show a notification whose summary fits; answers when that was. */
async function notifiedAt(log: NotificationLog, pattern: RegExp): Promise<number> {
  for (;;) {
    const found = log.notified().find(({ summary }) => pattern.test(summary));
    if (found !== undefined) return found.at;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const log = await watchNotifications();
const relay = await startRelay({ SPORTELLO_SUBMITS_PER_MINUTE: '1000000', SPORTELLO_COMMANDS_PER_MINUTE: '1000000' });
const floor = await startFloor();
const [one, other] = [await connect(floor.port), await connect(floor.port)];
const { password } = JSON.parse(
  relay.cli(['technician', 'add', 'bruno@sportello.example', '--name', 'Bruno Neri', '--json']),
) as { password: string };
const colleague = await signInTechnician(relay, { email: 'bruno@sportello.example', password });
const console_ = await openConsole({ relay });
await console_.page.getByRole('banner').getByRole('status').getByText('Live', { exact: true }).waitFor();
await desk.leave(console_);

const form = openForm(relay);
const delays: number[] = [];
const hops: number[] = [];
for (let n = 0; n < requests + warmUp; n += 1) {
  const name = `Customer ${n}`;
  const started = performance.now();
  const { id } = await form.submit(name, 'The invoice opens blank.');
  const took = (await notifiedAt(log, new RegExp(`^${name},`))) - started;
  const bare = await hop(one, other);
  if (n >= warmUp) {
    delays.push(took);
    hops.push(bare);
  }
  // Taken, so that the next one stands alone; and longer after it than the console puts notifications together.
  await colleague.ask('request.assign', { id });
  await new Promise((resolve) => setTimeout(resolve, 600));
}
form.close();
one.disconnect();
other.disconnect();
colleague.leave();
await console_.dispose();
await relay.dispose();
await floor.stop();
await log.end();
removeFolders();

const told = (name: string, values: readonly number[]): string => {
  const [p50, p95, worst] = [median(values), quantile(values, 0.95), Math.max(...values)];
  return `${name.padEnd(44)} ${[p50, p95, worst].map((value) => value.toFixed(1).padStart(9)).join(' ')}`;
};
console.log(`${''.padEnd(44)} ${['p50', 'p95', 'max'].map((head) => head.padStart(9)).join(' ')}  milliseconds`);
console.log(told('submit on the portal -> notification', delays));
console.log(told('a hop through a bare socket.io server', hops));
finish(
  {
    notify: { p50: median(delays), p95: quantile(delays, 0.95), max: Math.max(...delays), requests },
    hop: { p50: median(hops), p95: quantile(hops, 0.95) },
  },
  { 'p95 of a notification / 150 ms': { ratio: quantile(delays, 0.95) / 150, atMost: 1 } },
  options.check,
);
