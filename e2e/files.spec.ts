import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { layNetwork, type Network } from '../main/relay/testing/network.ts';
import { openConsole, type Console } from './parts/console.ts';
import { openCustomer, type Customer } from './parts/customer.ts';
import { give, picture } from './parts/files.ts';
import { inMain } from './parts/in-main.ts';
import { takeAndJoin } from './parts/joined-chat.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { consoleScreen } from './screens/console.ts';
import { portalScreen } from './screens/portal.ts';

// Files both ways: a real relay, the real console, a customer in a real browser.

let relay: Relay;
let console: Console;
let customer: Customer;
let folder: string;
/** Each test has a customer of its own; the relay and the console go on from one to the next, as on a working day. */
let who = '';
let customers = 0;

test.beforeAll(async () => {
  relay = await startRelay({ SPORTELLO_SUBMITS_PER_MINUTE: '1000' });
  console = await openConsole({ relay });
});
test.afterAll(async () => {
  await console.dispose();
  await relay.dispose();
});
test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sportello-files-'));
  who = `Carla Verdi the ${(customers += 1)}.`;
  customer = await openCustomer();
  await inMain(
    console.app,
    ({ app }, downloads) => app.setPath('downloads', downloads),
    path.join(folder, 'Downloads'),
  );
});
test.afterEach(async () => {
  await customer.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const pdf = Buffer.from(`%PDF-1.7\n% ${randomBytes(40_000).toString('base64')}\n%%EOF\n`);
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function begin(url = relay.url): Promise<{
  portal: ReturnType<typeof portalScreen>;
  screen: ReturnType<typeof consoleScreen>;
}> {
  const portal = portalScreen(customer.page);
  await portal.open(url, relay.sample.slug);
  await portal.submit({ name: who, email: 'carla@acme.example', problem: 'The invoice opens blank.' });
  return { portal, screen: await takeAndJoin(console, who) };
}
/** The person chooses these files when the console asks. */
async function choose(...files: { name: string; content: Buffer }[]): Promise<void> {
  const paths = files.map(({ name, content }) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  });
  await inMain(
    console.app,
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths });
    },
    paths,
  );
}
const chooseAsCustomer = (name: string, mimeType: string, buffer: Buffer): Promise<void> =>
  customer.page.locator('main.chat input[type=file]').setInputFiles({ name, mimeType, buffer });

test('go both ways, with a picture shown and the rest to be saved', async () => {
  const { portal, screen } = await begin();
  await choose({ name: 'Instructions.pdf', content: pdf });
  await screen.action('Upload file').click();
  const sent = portal.message('Instructions.pdf');
  await expect(sent).toBeVisible();
  const [download] = await Promise.all([
    customer.page.waitForEvent('download'),
    sent.getByRole('button', { name: 'Download Instructions.pdf' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Instructions.pdf');
  expect(sha(readFileSync(await download.path()))).toBe(sha(pdf));

  const screenshot = picture(640, 400);
  await chooseAsCustomer('screenshot.png', 'image/png', screenshot);
  const line = screen.line('screenshot.png');
  await expect(line).toBeVisible();
  const preview = line.getByRole('button', { name: 'Enlarge screenshot.png' });
  await expect(preview).toHaveAttribute('data-state', 'drawn');
  const colour = await preview.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    return [...(canvas.getContext('2d')?.getImageData(5, 5, 1, 1).data ?? [])];
  });
  expect(colour).toEqual([59, 91, 219, 255]);
  await expect(portal.messages.getByRole('button', { name: 'Enlarge screenshot.png' })).toHaveClass(/drawn/);

  await line.getByRole('button', { name: 'Save screenshot.png to Downloads' }).click();
  await expect(line).toContainText('saved in Downloads');
  expect(sha(readFileSync(path.join(folder, 'Downloads/screenshot.png')))).toBe(sha(screenshot));
  await preview.click();
  await expect(console.page.getByRole('dialog', { name: 'screenshot.png' }).getByRole('img')).toBeVisible();
  await console.page.keyboard.press('Escape');
  await expect(line.getByRole('button', { name: 'Show screenshot.png in its folder' })).toBeVisible();
});

test('are dropped and pasted on both sides', async () => {
  const { portal, screen } = await begin();
  const image = picture(40, 30);
  await give(screen.chat, 'drop', { name: 'dropped.png', type: 'image/png', content: image });
  await expect(portal.message('dropped.png')).toBeVisible();
  await give(screen.composer, 'paste', { name: 'image.png', type: 'image/png', content: image });
  await expect(portal.message(/Screenshot .*\.png/)).toBeVisible();
  await give(portal.composer, 'paste', { name: 'image.png', type: 'image/png', content: image });
  await give(portal.messages, 'drop', { name: 'theirs.png', type: 'image/png', content: image });
  await expect(screen.line('theirs.png')).toBeVisible();
  await expect(screen.chat.getByRole('listitem').filter({ hasText: /Screenshot .*\.png/ })).toHaveCount(2);

  // A file goes to the customer: nobody who writes a note sends one by mistake.
  await screen.details.getByRole('radio', { name: 'Internal note' }).click();
  await expect(screen.details.getByRole('button', { name: 'Send files' })).toBeDisabled();
  await give(screen.composer, 'paste', { name: 'secret.png', type: 'image/png', content: image });
  await expect(screen.line('secret.png')).toHaveCount(0);
});

test('of a kind that is not allowed are told in words on both sides', async () => {
  const { portal, screen } = await begin();
  await choose({ name: 'tool.exe', content: Buffer.from('MZ') }, { name: 'lie.png', content: Buffer.from('<svg/>') });
  await screen.details.getByRole('button', { name: 'Send files' }).click();
  const program = screen.line('tool.exe');
  await expect(program.getByRole('alert')).toContainText('Files of this kind can’t be sent here');
  await expect(screen.line('lie.png').getByRole('alert')).toContainText('not what its name says (.png)');
  await program.getByRole('button', { name: 'Discard' }).click();
  await expect(program).toHaveCount(0);

  const attach = customer.page.getByRole('button', { name: 'Send files' });
  await expect(attach).toHaveAttribute('title', /From this device you can send: .*pdf/);
  await chooseAsCustomer('page.html', 'text/html', Buffer.from('<script>alert(1)</script>'));
  await expect(portal.message('page.html')).toContainText('Files of this kind can’t be sent here');
  await chooseAsCustomer('lie.pdf', 'application/pdf', Buffer.from('<script>alert(1)</script>'));
  await expect(portal.message('lie.pdf')).toContainText('not what its name says (.pdf)');
  await expect(screen.line('page.html')).toHaveCount(0);
  await expect(screen.line('lie.pdf')).toHaveCount(0);
  await portal.message('lie.pdf').getByRole('button', { name: 'Discard' }).click();
  await expect(portal.message('lie.pdf')).toHaveCount(0);
});

test.describe('over a bad network', () => {
  let network: Network;
  test.beforeEach(async () => {
    network = await layNetwork(Number(new URL(relay.url).port), { bytesPerSecond: 1_500_000 });
  });
  test.afterEach(() => network.dispose());

  test('a customer’s upload goes on after a cut, a dead relay and a reload of the page', async () => {
    const { portal, screen } = await begin(network.url);
    const content = Buffer.from(randomBytes(3_000_000).toString('hex'));
    await chooseAsCustomer('large.log', 'text/plain', content);
    const bar = portal.messages.getByRole('progressbar', { name: 'Sending large.log' });
    await network.passed(1_000_000);
    await expect(bar).toBeVisible();
    network.cut();
    await network.passed(1_000_000);
    await relay.kill();
    await relay.start();
    await network.passed(1_000_000);
    await customer.page.reload();
    await expect(portal.message('large.log')).toBeVisible();
    const line = screen.line('large.log');
    await expect(line.getByRole('button', { name: 'Save large.log' })).toBeVisible({ timeout: 30_000 });
    await expect(bar).toHaveCount(0);
    expect(network.sent()).toBeLessThan(content.length * 1.15);
    await line.getByRole('button', { name: 'Save large.log' }).click();
    await expect(line).toContainText('saved in Downloads');
    expect(sha(readFileSync(path.join(folder, 'Downloads/large.log')))).toBe(sha(content));
    await expect(portal.message('large.log')).toHaveCount(1);
  });

  test('an upload is called off on either side', async () => {
    const { portal, screen } = await begin(network.url);
    await chooseAsCustomer('large.log', 'text/plain', Buffer.from(randomBytes(3_000_000).toString('hex')));
    await network.passed(500_000);
    await portal.message('large.log').getByRole('button', { name: 'Cancel sending large.log' }).click();
    await expect(portal.message('large.log')).toHaveCount(0);
    await portal.send('Never mind.');
    await expect(screen.line('Never mind.')).toBeVisible();
    await expect(screen.line('large.log')).toHaveCount(0);
  });
});

test('chosen in the form go to the request that it makes, also over a reload', async () => {
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, relay.sample.slug);
  const input = customer.page.locator('.attachments input[type=file]');
  await input.setInputFiles([
    { name: 'error.png', mimeType: 'image/png', buffer: picture(20, 20) },
    { name: 'virus.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('It says 0x80070005.') },
  ]);
  const list = customer.page.getByRole('list', { name: 'Files to send along' });
  await expect(list.getByRole('listitem').filter({ hasText: 'virus.exe' })).toContainText('Files of this kind');
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await customer.page.reload();
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await portal.submit({ name: who, email: 'carla@acme.example', problem: 'The invoice opens blank.' });
  await expect(portal.message('error.png')).toBeVisible();
  const screen = consoleScreen(console.page);
  await screen.row(who).click();
  await expect(screen.line('error.png')).toBeVisible();
  await expect(screen.line('notes.txt')).toBeVisible();
});

test('are nobody else’s', async () => {
  const { portal, screen } = await begin();
  await choose({ name: 'contract.pdf', content: pdf });
  await screen.action('Upload file').click();
  await expect(portal.message('contract.pdf')).toBeVisible();
  const requests: string[] = [];
  customer.page.on('request', (request) => requests.push(request.url()));
  const [download] = await Promise.all([
    customer.page.waitForEvent('download'),
    portal.message('contract.pdf').getByRole('button', { name: 'Download contract.pdf' }).click(),
  ]);
  await download.path();
  const ticketed = requests.find((url) => url.includes('ticket=')) ?? '';
  const address = ticketed.split('?')[0] ?? '';

  const stranger = await openCustomer();
  try {
    const theirs = portalScreen(stranger.page);
    await theirs.open(relay.url, relay.sample.slug);
    await theirs.submit({ name: 'Mallory', email: 'mallory@acme.example', problem: 'Just looking.' });
    await expect(theirs.messages).toBeVisible();
    const secret = new URL(stranger.page.url()).hash.replace('#request=', '');
    const statuses = await stranger.page.evaluate(
      async ({ file, own }) => {
        const plain = await fetch(file);
        const signed = await fetch(file, { headers: { authorization: `Request ${own}` } });
        return [plain.status, signed.status];
      },
      { file: address, own: secret },
    );
    expect(statuses).toEqual([401, 404]);
  } finally {
    await stranger.dispose();
  }
});

test('wait for the connection in the console, and through its restart', async () => {
  const { portal } = await begin();
  await relay.kill();
  const offline = consoleScreen(console.page);
  await expect(offline.connection).toContainText('Offline since');
  await choose({ name: 'later.pdf', content: pdf });
  await offline.action('Upload file').click();
  await expect(offline.line('later.pdf')).toContainText('Waits for the connection');
  await console.kill();
  await console.restart();
  await relay.start();
  await expect(portal.message('later.pdf')).toBeVisible();
  const screen = consoleScreen(console.page);
  await screen.myRow(who).click();
  await expect(screen.line('later.pdf').getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible();
  expect(readdirSync(folder)).toContain('later.pdf');
});
