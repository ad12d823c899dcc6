import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { RequestId } from '../protocol/ids.ts';
import { openCustomer, type Customer } from './parts/customer.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { signInTechnician, type Technician } from './parts/technician.ts';
import { portalScreen } from './screens/portal.ts';

// The customer's side: a real relay, a real browser, and technicians on the wire.

const carla = {
  name: 'Carla Verdi',
  email: 'carla@acme.example',
  problem: 'The invoice opens blank.\nIt worked yesterday.',
};
const colleague = { email: 'luca.neri@sportello.example', password: 'correct horse battery' };

let relay: Relay;
let anna: Technician;
let customer: Customer;
const closers: (() => unknown)[] = [];

test.beforeAll(async () => {
  relay = await startRelay({ SPORTELLO_SUBMITS_PER_MINUTE: '1000', SPORTELLO_LOG_LEVEL: 'debug' });
  relay.cli(
    ['technician', 'add', colleague.email, '--name', 'Luca Neri', '--password-stdin'],
    `${colleague.password}\n`,
  );
});
test.afterAll(() => relay.dispose());
test.beforeEach(async () => {
  anna = await signInTechnician(relay, relay.sample);
  customer = await openCustomer();
});
test.afterEach(async () => {
  anna.leave();
  await customer.dispose();
  for (const close of closers.splice(0)) await close();
});

const requestOf = (page: Page): RequestId => Number(/#request=(\d+)\./.exec(page.url())?.[1]) as RequestId;

/** Opens the portal and sends a request; answers the page's parts and the request's number. */
async function askForHelp(page = customer.page) {
  const portal = portalScreen(page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.submit(carla);
  await expect(portal.message('The invoice opens blank.')).toBeVisible();
  return { portal, id: requestOf(page) };
}

test('a request is sent, waited for, talked through, ended, closed and rated', async () => {
  const complaints: string[] = [];
  customer.page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const { portal, id } = await askForHelp();
  await expect(portal.heading).toHaveText(`Request ${id}`);
  await expect(portal.status).toContainText(/You are (next|number)/);
  await expect(portal.mark('The invoice opens blank.')).toHaveAccessibleName('Sent');

  await anna.ask('request.assign', { id });
  await expect(portal.status).toContainText('A technician has your request');
  await anna.ask('chat.join', { id });
  await expect(portal.status).toContainText('Anna Bianchi is here');
  await expect(portal.messages).toContainText('Anna Bianchi has joined the chat');
  anna.type(id, true);
  await expect(portal.typing).toHaveText('Anna Bianchi is typing…');
  await expect(portal.typing).toBeVisible();
  anna.type(id, false);
  await expect(portal.typing).toBeHidden();
  await anna.say(id, 'Good morning!\nSee https://www.acme.example/help?a=1');
  const link = portal.message('Good morning!').getByRole('link');
  await expect(link).toHaveAttribute('href', 'https://www.acme.example/help?a=1');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(link).toHaveAttribute('target', '_blank');

  await portal.composer.pressSequentially('One line');
  await portal.composer.press('Shift+Enter');
  await portal.composer.pressSequentially('and another 🎉');
  await portal.composer.press('Enter');
  await expect(portal.message(/One line\s+and another 🎉/)).toBeVisible();
  await expect(portal.composer).toBeEmpty();
  await anna.ask('chat.read', { id, seq: 5 as never });
  await expect(portal.mark('One line')).toHaveAccessibleName('Read');

  await anna.ask('chat.end', { id });
  await expect(portal.status).toContainText('The chat has ended');
  await expect(portal.rating).toBeVisible();
  await portal.send('Thank you.');
  await expect(portal.mark('Thank you.')).toHaveAccessibleName('Sent');
  await anna.ask('request.close', { id });
  await expect(portal.status).toContainText('This request is closed');
  await expect(portal.composer).toBeHidden();
  await portal.rate(4, 'Quick and kind.');
  await expect(portal.rating).toContainText('Thank you for your rating');

  await customer.page.reload();
  await expect(portal.rating.getByRole('img', { name: '4 stars' })).toBeVisible();
  await portal.newRequest.click();
  await expect(portal.sendRequest).toBeVisible();
  await customer.page.getByRole('link', { name: `Back to request ${id}` }).click();
  await expect(portal.message('Thank you.')).toBeVisible();
  expect(complaints, 'what the page or its policy complains about').toEqual([]);
});

test('what is wrong with the form is said at the field, and nothing typed is lost', async () => {
  const fields = JSON.stringify([
    { key: 'device', label: 'Device', kind: 'choice', required: true, options: ['Till', 'Printer'] },
    { key: 'order', label: 'Order number', kind: 'line', required: false, options: [] },
  ]);
  relay.cli(['portal', 'add', 'shop', '--company', 'Acme Srl', '--title', 'Acme Shop', '--fields', fields]);
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, 'shop');
  await expect(customer.page.getByText('Acme Shop')).toBeVisible();
  await portal.fill({ ...carla, email: 'carla@acme' });
  await portal.sendRequest.click();
  await expect(portal.field('E-mail')).toBeFocused();
  await expect(portal.field('E-mail')).toHaveAccessibleDescription(/not a complete e-mail address/);
  await expect(portal.field('Device')).toHaveAccessibleDescription('Please choose one.');
  await expect(portal.field('Order number (optional)')).toHaveAccessibleDescription('');

  await customer.page.reload();
  await expect(portal.field('E-mail')).toHaveValue('carla@acme');
  await expect(portal.field('What is wrong?')).toHaveValue(carla.problem);
  await portal.fill({ ...carla, fields: { Device: 'Printer' } });
  await expect(portal.field('E-mail')).not.toHaveAttribute('aria-invalid');
  await portal.sendRequest.click();
  await expect(portal.message('The invoice opens blank.')).toBeVisible();
});

test('closing and opening the page comes back to the same request, and a link works in another browser', async () => {
  const { portal, id } = await askForHelp();
  await portal.composer.fill('Half a sentence');
  const link = customer.page.url();
  await customer.page.close();

  const page = await customer.context.newPage();
  const again = portalScreen(page);
  await again.open(relay.url, relay.sample.slug);
  await expect(again.heading).toHaveText(`Request ${id}`);
  await expect(again.message('The invoice opens blank.')).toHaveCount(1);
  await expect(again.composer).toHaveValue('Half a sentence');
  expect(page.url()).toBe(link);

  const other = await openCustomer();
  closers.push(other.dispose);
  await other.page.goto(link);
  const elsewhere = portalScreen(other.page);
  await expect(elsewhere.message('The invoice opens blank.')).toBeVisible();
  await elsewhere.send('From my phone.');
  await expect(again.message('From my phone.')).toBeVisible();
});

test('what is written while the relay is dead arrives once and in order, also after a reload', async () => {
  const own = await startRelay();
  closers.push(own.dispose);
  const { page } = customer;
  const portal = portalScreen(page);
  await portal.open(own.url, own.sample.slug);
  await portal.fill(carla);
  await own.kill();
  await portal.sendRequest.click();
  await expect(page.getByText('Your request is kept and goes out by itself')).toBeVisible();
  await own.start();
  await expect(portal.message('The invoice opens blank.')).toBeVisible();

  await own.kill();
  await expect(portal.status).toContainText('No connection');
  const numbers = Array.from({ length: 10 }, (_, at) => `line ${at + 1}.`);
  for (const number of numbers) await portal.send(number);
  await expect(portal.mark('line 10.')).toHaveAccessibleName('Not sent yet');
  await own.start();
  await expect(portal.mark('line 10.')).toHaveAccessibleName('Sent');
  await expect(portal.status).toContainText('We have your request');
  await page.reload();
  await expect(portal.message('line 10.')).toBeVisible();
  const lines = await portal.message(/line \d+\./).allInnerTexts();
  expect(lines.map((line) => /line \d+\./.exec(line)?.[0])).toEqual(numbers);
});

test('a request that was sent into the dark is sent again after a reload, once', async () => {
  const { page, context } = customer;
  const portal = portalScreen(page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.fill(carla);
  await context.setOffline(true);
  await portal.sendRequest.click();
  await expect(page.getByText('Your request is kept')).toBeVisible();
  await context.setOffline(false);
  await expect(portal.message('The invoice opens blank.')).toBeVisible();
  const id = requestOf(page);
  await page.goto('about:blank');
  await portal.open(relay.url, relay.sample.slug);
  await expect(portal.heading).toHaveText(`Request ${id}`);
});

test('the customer is told when the technician is lost, leaves, hands over, and when the request is opened again', async () => {
  const own = await startRelay({ SPORTELLO_LOST_AFTER_MS: '300' });
  closers.push(own.dispose);
  own.cli(['technician', 'add', colleague.email, '--name', 'Luca Neri', '--password-stdin'], `${colleague.password}\n`);
  const first = await signInTechnician(own, own.sample);
  const luca = await signInTechnician(own, colleague);
  closers.push(luca.leave);
  const portal = portalScreen(customer.page);
  await portal.open(own.url, own.sample.slug);
  await portal.submit(carla);
  await expect(portal.status).toContainText('You are next');
  const id = requestOf(customer.page);

  await first.take(id);
  first.leave();
  await expect(portal.status).toContainText('Anna Bianchi has lost the connection');
  const back = await signInTechnician(own, own.sample);
  closers.push(back.leave);
  await expect(portal.status).toContainText('Anna Bianchi is here');

  await back.ask('request.unassign', { id });
  await expect(portal.status).toContainText('You are back in the queue: next');
  await expect(portal.messages).toContainText('Anna Bianchi has left the chat');
  await expect(portal.rating).toBeHidden();

  await back.take(id);
  await back.ask('request.transfer', { id, to: { kind: 'technician', id: luca.id }, note: 'Knows invoices' });
  await luca.ask('handover.accept', { id });
  await expect(portal.messages).toContainText('Luca Neri takes over from here');
  await expect(portal.messages).not.toContainText('Knows invoices');
  await luca.ask('chat.join', { id });
  await luca.ask('chat.end', { id });
  await portal.composer.fill('One more thing');
  await luca.ask('request.close', { id });
  await expect(customer.page.getByText('What you had begun to write goes along')).toBeVisible();
  const next = (await luca.ask('request.reopen', { id })) as { id: number };
  await expect(portal.heading).toHaveText(`Request ${next.id}`);
  await expect(portal.messages).toContainText('Your request is open again');
  await expect(portal.message('The invoice opens blank.')).toHaveCount(1);
  await expect(portal.composer).toHaveValue('One more thing');
});

test('what was half-written when the request was closed goes along into a new one', async () => {
  const { portal, id } = await askForHelp();
  await anna.take(id);
  await portal.composer.fill('It is still blank.');
  await anna.ask('request.close', { id });
  await expect(customer.page.getByText('It is still blank.').last()).toBeVisible();
  await portal.newRequest.click();
  await expect(portal.field('What is wrong?')).toHaveValue('It is still blank.');
});

test('whether anybody is there is said, and a request is taken either way', async () => {
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, relay.sample.slug);
  await expect(customer.page.getByText('Somebody is here for you right now.')).toBeVisible();
  await anna.ask('availability.set', { available: false });
  await customer.page.reload();
  await expect(customer.page.getByText('Nobody is available right now. Send your request anyway')).toBeVisible();
  await portal.submit(carla);
  await expect(portal.status).toContainText('The answer appears here: keep this page');
  const { id: notice } = (await anna.ask('notice.publish', {
    companyId: null,
    text: 'The mail server is down.',
  })) as { id: never };
  await expect(customer.page.getByRole('complementary', { name: 'Notice' })).toContainText('The mail server is down.');
  await anna.ask('notice.end', { id: notice });
  await expect(customer.page.getByRole('complementary', { name: 'Notice' })).toHaveCount(0);
});

test('a page that is not there, a closed portal, and a wrong link are told in words', async () => {
  const { page } = customer;
  const portal = portalScreen(page);
  const response = await portal.open(relay.url, 'nowhere');
  expect(response?.status()).toBe(404);
  await expect(portal.heading).toHaveText('There is no such page');

  relay.cli(['portal', 'add', 'shut', '--company', 'Acme Srl']);
  relay.cli(['portal', 'close', 'shut']);
  await portal.open(relay.url, 'shut');
  await expect(portal.heading).toContainText('Acme Srl takes no requests here');

  const { id } = await askForHelp();
  await page.goto(`${relay.url}/p/${relay.sample.slug}#request=${id}.${'x'.repeat(43)}`);
  await page.reload();
  await expect(portal.heading).toHaveText('This link does not open a request');
  await portal.newRequest.click();
  await expect(portal.sendRequest).toBeVisible();
});

test('too many requests are slowed down in words, and what fills the hidden field is taken for a machine', async () => {
  const own = await startRelay({ SPORTELLO_SUBMITS_PER_MINUTE: '1' });
  closers.push(own.dispose);
  const { page } = customer;
  const portal = portalScreen(page);
  await portal.open(own.url, own.sample.slug);
  await expect(page.getByRole('textbox', { name: 'Leave this empty' })).toHaveCount(0);
  await portal.submit(carla);
  await expect(portal.message('The invoice opens blank.')).toBeVisible();
  await portal.newRequest.click();
  await portal.submit(carla);
  await expect(page.getByRole('alert')).toContainText('Too many attempts in a short time');
  await expect(portal.field('What is wrong?')).toHaveValue(carla.problem);

  await portal.open(relay.url, relay.sample.slug);
  await portal.fill(carla);
  await page
    .locator('input[name=website]')
    .evaluate((field: HTMLInputElement) => (field.value = 'https://spam.example'));
  await portal.sendRequest.click();
  await expect(page.getByRole('alert')).toContainText('Too many attempts');
});

test('hostile text stays text on both ends of the screen', async () => {
  const { page } = customer;
  const problems: string[] = [];
  page.on('dialog', (dialog) => problems.push(dialog.message()));
  page.on('pageerror', (error) => problems.push(error.message));
  const { portal, id } = await askForHelp();
  await anna.take(id);
  await anna.say(id, '<img src=x onerror=alert(1)><script>alert(2)</script>');
  await anna.say(id, 'javascript:alert(3) \u202egnp.exe\u202c https://acme.example/\u202egnp.exe');
  await anna.say(id, `${'😀'.repeat(5_000)}${'W'.repeat(80_000)}`);
  await expect(portal.message('<img src=x onerror=alert(1)><script>alert(2)</script>')).toBeVisible();
  await expect(portal.messages.locator('img, script')).toHaveCount(0);
  await expect(portal.message('😀')).toBeAttached();
  expect(await portal.messages.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual([
    expect.stringMatching(/^https:\/\/acme\.example\//),
  ]);
  expect(await overflow(page)).toBe(0);
  expect(problems).toEqual([]);
});

/** How far the page can be scrolled sideways, in pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));

test('unread messages stand in the title and at the way down, until they are looked at', async () => {
  const { page } = customer;
  const { portal, id } = await askForHelp();
  await anna.take(id);
  for (let line = 1; line <= 30; line++) await anna.say(id, `line ${line}, then`);
  await expect(portal.message('line 30,')).toBeInViewport();
  await expect(page).toHaveTitle(`Request ${id} – Acme Srl`);
  await portal.messages.evaluate((log) => log.scrollTo(0, 0));
  await expect(portal.jump).toHaveText('Latest messages');
  await anna.say(id, 'line 31, then');
  await anna.say(id, 'line 32, then');
  await expect(portal.jump).toHaveText('2 new messages');
  await expect(page).toHaveTitle(`(2) Request ${id} – Acme Srl`);
  await expect(portal.message('line 31,')).not.toBeInViewport();
  await portal.jump.click();
  await expect(portal.message('line 32,')).toBeInViewport();
  await expect(page).toHaveTitle(`Request ${id} – Acme Srl`);
});

test('of a long chat the page shows the end, and what came before as it is read', async () => {
  const { page } = customer;
  const { portal, id } = await askForHelp();
  await anna.take(id);
  for (let line = 1; line <= 150; line++) await anna.say(id, `line ${line}, then`);
  await page.reload();
  await expect(portal.message('line 150,')).toBeInViewport();
  await expect(portal.message('line 1,')).toHaveCount(0);
  // Up to the top with the page's own keys: what was there before comes in above, and nothing jumps.
  await portal.messages.focus();
  await expect(async () => {
    await page.keyboard.press('Home');
    await expect(portal.message('The invoice opens blank.')).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(portal.message('line 1,')).toHaveCount(1);
  await portal.jump.click();
  await expect(portal.message('line 150,')).toBeInViewport();
});

test('on a touch screen Enter breaks the line, and nothing is cut at 320 pixels', async () => {
  const phone = await customer.context.browser()?.newContext({
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
    locale: 'it-IT',
  });
  if (phone === undefined) throw new Error('no browser');
  closers.push(() => phone.close());
  const page = await phone.newPage();
  await page.goto(`${relay.url}/p/${relay.sample.slug}`);
  await expect(page.getByRole('heading', { name: 'Come possiamo aiutarti?' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  expect(await overflow(page)).toBe(0);
  await page.getByRole('button', { name: 'Invia richiesta' }).tap();
  await expect(page.getByText('Scrivi il tuo nome.')).toBeVisible();
  expect(await overflow(page)).toBe(0);
  await page.getByLabel('Il tuo nome').fill(carla.name);
  await page.getByLabel('E-mail').fill(carla.email);
  await page.getByLabel('Qual è il problema?').fill(carla.problem);
  await page.getByRole('button', { name: 'Invia richiesta' }).tap();
  const composer = page.getByRole('textbox', { name: 'Messaggio' });
  await composer.pressSequentially('Prima riga');
  await composer.press('Enter');
  await composer.pressSequentially('Seconda riga');
  await expect(composer).toHaveValue('Prima riga\nSeconda riga');
  expect(await overflow(page)).toBe(0);
  await page.getByRole('button', { name: 'Invia', exact: true }).tap();
  await expect(page.getByRole('log').getByRole('listitem').filter({ hasText: 'Seconda riga' })).toBeVisible();
});

test('the secret of the link is nowhere in the log, and no page that is linked to learns of it', async () => {
  const heard: string[] = [];
  const site = await serve((url, referrer) => {
    heard.push(referrer);
    return url;
  });
  const { portal, id } = await askForHelp();
  const secret = /#request=\d+\.(.+)$/.exec(customer.page.url())?.[1] ?? 'none';
  await anna.take(id);
  await anna.say(id, `Look at ${site}/page`);
  await customer.page.reload();
  const opened = customer.context.waitForEvent('page');
  await portal.message('Look at').getByRole('link').click();
  await expect((await opened).getByText('/page')).toBeVisible();
  expect(heard).toEqual(['']);
  expect(secret).toHaveLength(43);
  expect(relay.log().join('\n')).not.toContain(secret);
  expect(relay.log().join('\n')).not.toContain('The invoice opens blank');
});

/** A site of somebody else's. The page is what `page` answers for the path and the referrer. */
async function serve(page: (path: string, referrer: string) => string): Promise<string> {
  const server: Server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return response.writeHead(404).end();
    response.setHeader('content-type', 'text/html');
    response.end(page(request.url ?? '', request.headers.referer ?? ''));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const hostileStyles = `<style>
  * { all: unset !important; color: red !important; display: inline !important; visibility: hidden !important }
  :root { font-size: 3px; --accent: red }
  button, dialog, iframe { display: none !important }
</style>`;

test("a company's own site opens the portal in a frame by one line, whatever its styles are", async () => {
  const { page } = customer;
  const site = await serve(
    () => `<html lang="en"><title>Acme</title>${hostileStyles}<h1>Shop</h1>
      <script src="${relay.url}/embed.js" data-portal="framed"></script></html>`,
  );
  relay.cli(['portal', 'add', 'framed', '--company', 'Acme Srl', '--embed', site]);
  await page.goto(`${site}/shop?token=1#part`);
  const open = page.getByRole('button', { name: 'Help' });
  await open.click();
  const dialog = page.getByRole('dialog', { name: 'Help' });
  await expect(dialog).toBeVisible();
  expect((await dialog.boundingBox())?.height).toBeGreaterThan(400);
  const frame = page.frameLocator('iframe');
  await frame.getByLabel('Your name').fill(carla.name);
  await frame.getByLabel('Your name').press('Escape');
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();
  await open.click();
  await expect(frame.getByLabel('Your name')).toHaveValue(carla.name);
  await frame.getByLabel('E-mail').fill(carla.email);
  await frame.getByLabel('What is wrong?').fill(carla.problem);
  await frame.getByRole('button', { name: 'Send request' }).click();
  await expect(frame.getByRole('status')).toContainText(/You are (next|number)/);

  const heading = await frame.getByRole('heading', { level: 1 }).innerText();
  const id = Number(/\d+/.exec(heading)?.[0]);
  expect((await anna.read(id)).source.page).toBe(`${site}/shop`);
  await anna.take(id);
  await page.getByRole('button', { name: 'Close' }).click();
  await anna.say(id, 'I am here.');
  await expect(page.getByRole('button', { name: 'Help, 1 new message' })).toBeVisible();
  await page.getByRole('button', { name: 'Help, 1 new message' }).click();
  await expect(frame.getByRole('log')).toContainText('I am here.');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'Help', exact: true })).toBeVisible();
});

test('a site that is not on the list gets no frame, and its visitors a way out of it', async () => {
  const { page } = customer;
  await page.clock.install();
  const site = await serve(
    () => `<html lang="en"><title>Other</title><body>
      <script src="${relay.url}/embed.js" data-portal="${relay.sample.slug}"></script></body></html>`,
  );
  await page.goto(site);
  await page.getByRole('button', { name: 'Help' }).click();
  await page.clock.runFor(10_000);
  const opened = customer.context.waitForEvent('page');
  await page.getByRole('link', { name: 'Open it in a new tab' }).click();
  await expect((await opened).getByRole('heading', { name: 'How can we help?' })).toBeVisible();
  await expect(page.frameLocator('iframe').getByLabel('Your name')).toHaveCount(0);
});

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in any state of the page, ${colorScheme}`, async () => {
    test.slow();
    const { page } = customer;
    await page.emulateMedia({ colorScheme });
    const portal = portalScreen(page);
    const { id: notice } = (await anna.ask('notice.publish', { companyId: null, text: 'Mail is slow.' })) as {
      id: never;
    };
    await portal.open(relay.url, relay.sample.slug);
    await portal.sendRequest.click();
    expect(await findings(page), 'form with errors and a notice').toEqual([]);
    const { id } = await askForHelp();
    await anna.take(id);
    await anna.say(id, 'See https://acme.example');
    await portal.send('Thanks!');
    anna.type(id, true);
    await expect(portal.typing).toBeVisible();
    await customer.context.setOffline(true);
    await portal.send('Anybody there?');
    await expect(portal.status).toContainText('No connection');
    expect(await findings(page), 'chat without a network').toEqual([]);
    await customer.context.setOffline(false);
    await expect(portal.mark('Anybody there?')).toHaveAccessibleName('Sent');
    await anna.ask('request.close', { id });
    await page.getByRole('radio', { name: '3 stars' }).check();
    expect(await findings(page), 'closed, to be rated').toEqual([]);
    await portal.open(relay.url, 'nowhere');
    await expect(portal.heading).toHaveText('There is no such page');
    expect(await findings(page), 'nowhere').toEqual([]);
    await anna.ask('notice.end', { id: notice });
  });
}
