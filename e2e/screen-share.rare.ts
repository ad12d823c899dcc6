import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { openConsole, type Console } from './parts/console.ts';
import type { Customer } from './parts/customer.ts';
import { openDisplay, type Display } from './parts/display.ts';
import { joinChat } from './parts/joined-chat.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { openSharingCustomer } from './parts/sharing-customer.ts';
import { startTurn, type Turn } from './parts/turn.ts';
import { startVncServer } from './parts/vnc-server.ts';
import { isShareWindowClosed, shareScreen, shareWindow } from './screens/screen-share.ts';

// Screen sharing with other people's servers and programs: TURN by coturn, a VNC pair as the expert client.

const rose = [200, 30, 120] as const;
const ends: (() => Promise<unknown>)[] = [];

test.afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Desks = { relay: Relay; console: Console; display: Display; customer: Customer };

async function open(
  env: Readonly<Record<string, string>>,
  prepare: (relay: Relay, display: Display) => Promise<void>,
): Promise<Desks> {
  const display = await openDisplay();
  ends.push(display.end);
  await display.paint('#c81e78');
  const relay = await startRelay(env);
  ends.push(relay.dispose);
  await prepare(relay, display);
  const console = await openConsole({ relay });
  ends.push(console.dispose);
  const customer = await openSharingCustomer(display);
  ends.push(customer.dispose);
  return { relay, console, display, customer };
}
const onPage = ({ customer }: Desks, name: string) => customer.page.getByRole('button', { name, exact: true });

test('the picture goes over TURN where nothing else is allowed', async () => {
  const turn: Turn = await startTurn();
  ends.push(turn.end);
  const desks = await open(turn.env, async () => {});
  const screen = await joinChat(desks.relay, desks.console, desks.customer);
  await screen.action('Request screen sharing').click();
  const view = shareScreen(await shareWindow(desks.console));
  await onPage(desks, 'Share screen').click();
  await view.expectColour(0.9, 0.5, rose);
  await Promise.all([turn.allocated('technician-'), turn.allocated('customer-')]);
});

/** How many pixels of the technician's whole screen have a colour, as ImageMagick sees it. */
async function pixelsOf(colour: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    'convert',
    ['x:root', '-fuzz', '6%', '-fill', 'white', '+opaque', colour, '-fill', 'black', '-opaque', colour].concat([
      '-format',
      '%[fx:(1-mean)*w*h]',
      'info:',
    ]),
  );
  return Number(stdout);
}

/** The programs that run under a name, each as its argument list. */
const running = (name: string): string[][] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const list = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
        return list[0]?.endsWith(name) === true ? [[pid, ...list]] : [];
      } catch {
        return []; // ended since
      }
    });

test('an expert client is started with its arguments and shows the other screen', async () => {
  const desks = await open({}, async (relay, display) => {
    const vnc = await startVncServer(display);
    ends.push(vnc.end);
    relay.cli([
      ...['expert-client', 'add', 'vnc-viewer', '--host', '127.0.0.1', '--port', String(vnc.port)],
      ...['--argument=-AlertOnFatalError=0', '--argument=-ReconnectOnError=0', '--argument={host}::{port}'],
    ]);
    relay.cli(['expert-client', 'add', 'teamviewer', '--linux', '/opt/nowhere/teamviewer']);
  });
  const screen = await joinChat(desks.relay, desks.console, desks.customer);
  expect(await pixelsOf('#c81e78')).toBeLessThan(1_000);

  // One that is not there: in words, with the ways on.
  await screen.details.getByRole('button', { name: 'Choose with what' }).click();
  await desks.console.page.getByRole('menuitem', { name: /TeamViewer/ }).click();
  await desks.customer.page.getByLabel('Your code').fill('123 456 789');
  await onPage(desks, 'Share screen').click();
  await expect(screen.details.getByText('TeamViewer was not found on this computer')).toBeVisible();
  await expect(screen.details.getByRole('button', { name: 'Use built-in view' })).toBeVisible();
  await screen.details.getByRole('button', { name: 'End', exact: true }).click();
  await expect.poll(() => isShareWindowClosed(desks.console)).toBe(true);

  await screen.details.getByRole('button', { name: 'Choose with what' }).click();
  await desks.console.page.getByRole('menuitem', { name: /VNC viewer/ }).click();
  await onPage(desks, 'Share screen').click();
  await expect(screen.details.getByText('Screen sharing with VNC viewer')).toBeVisible();
  await expect.poll(() => pixelsOf('#c81e78'), { timeout: 20_000 }).toBeGreaterThan(100_000);
  const [viewer] = running('xtigervncviewer');
  expect(viewer?.slice(2)).toEqual([
    '-AlertOnFatalError=0',
    '-ReconnectOnError=0',
    expect.stringMatching(/^127\.0\.0\.1::\d+$/),
  ]);

  // The session is over when this client ends.
  process.kill(Number(viewer?.[0]));
  await expect(screen.line('ended the screen sharing')).toBeVisible();
});
