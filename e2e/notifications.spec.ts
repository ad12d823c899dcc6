import { expect, test } from '@playwright/test';
import { openConsole, type Console } from './parts/console.ts';
import { desk } from './parts/desk.ts';
import { bubbles, watchNotifications, type NotificationLog } from './parts/notifications.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { signInTechnician, type Technician } from './parts/technician.ts';
import { askForHelp, openForm, type WaitingCustomer } from './parts/waiting-customer.ts';
import { consoleScreen } from './screens/console.ts';

// On a real session bus with a real notification daemon: what it is asked to show, and what comes of clicking it.

let relay: Relay;
let colleague: Technician;
let log: NotificationLog;
let console: Console;
let customers: WaitingCustomer[];

test.beforeAll(async () => {
  log = await watchNotifications();
  relay = await startRelay({ SPORTELLO_SUBMITS_PER_MINUTE: '100000' });
  const added = ['technician', 'add', 'bruno@sportello.example', '--name', 'Bruno Neri', '--json'];
  const { password } = JSON.parse(relay.cli(added)) as { password: string };
  colleague = await signInTechnician(relay, { email: 'bruno@sportello.example', password });
  console = await open();
});
test.afterAll(async () => {
  await console.dispose();
  colleague.leave();
  await relay.dispose();
  await log.end();
});
test.beforeEach(() => {
  customers = [];
});
test.afterEach(async () => {
  for (const customer of customers) customer.leave();
  await bubbles.clear();
});

async function open(): Promise<Console> {
  const opened = await openConsole({ relay });
  await expect(consoleScreen(opened.page).connection).toHaveText('Live');
  return opened;
}
async function ask(name: string, problem = 'The invoice opens blank.'): Promise<WaitingCustomer> {
  const customer = await askForHelp(relay, name, problem);
  customers.push(customer);
  return customer;
}
/** Takes a request and joins its chat without opening it. */
async function take(console: Console, { id }: WaitingCustomer): Promise<void> {
  const done = await console.page.evaluate(async (of) => {
    const assigned = await window.sportello.call('request.assign', { id: of });
    return assigned.ok && (await window.sportello.call('chat.join', { id: of })).ok;
  }, id);
  expect(done).toBe(true);
  await expect(consoleScreen(console.page).mine.getByRole('row')).not.toHaveCount(0);
}
const titlesOf = (name: string): string[] =>
  log.notified().flatMap(({ summary }) => (summary.includes(name) ? [summary] : []));
const displayed = (count: number) => expect.poll(bubbles.displayed, `${count} on the screen`).toBe(count);

test('a request that waits is shown once, and opens with a click though the window is hidden', async () => {
  await desk.leave(console);
  const customer = await ask('Carla <b>Verdi</b>', 'The invoice & the <i>order</i> open blank.\nSince today.');
  expect(await log.shown(/Carla/)).toMatchObject({
    app: 'Sportello',
    summary: 'Carla <b>Verdi</b>, Acme Srl, asks for help',
    body: 'The invoice &amp; the &lt;i&gt;order&lt;/i&gt; open blank.',
    actions: ['default', 'Open', 'assign', 'Assign to me', 'snooze', 'Later'],
    urgency: 2,
  });
  await displayed(1);
  await bubbles.click();
  await desk.expectForward();
  await expect(consoleScreen(console.page).details.getByRole('heading', { level: 2 })).toContainText('The invoice');
  await displayed(0);
  expect(titlesOf('Carla')).toHaveLength(1);
  await colleague.take(customer.id);
});

test('Assign to me on the notification takes the request and opens it', async () => {
  await desk.leave(console);
  await ask('Dora Galli');
  await log.shown(/Dora/);
  await displayed(1);
  await bubbles.choose('Assign to me');
  await desk.expectForward();
  const screen = consoleScreen(console.page);
  await expect(screen.myRow('Dora Galli')).toBeVisible();
  await expect(screen.action('Join chat')).toBeVisible();
  await displayed(0);
});

test('somebody else takes it: the notification goes by itself, and a late click is told who was faster', async () => {
  await desk.leave(console);
  const customer = await ask('Elio Serra');
  await log.shown(/Elio/);
  await displayed(1);
  await colleague.ask('request.assign', { id: customer.id });
  await displayed(0);

  const refused = await console.page.evaluate((id) => window.sportello.call('request.assign', { id }), customer.id);
  expect(refused).toMatchObject({ ok: false, code: 'already-assigned' });
});

test('one that is put off or sent away stays away for now, and says so in Details', async () => {
  await desk.leave(console);
  const customer = await ask('Franca Rota');
  await log.shown(/Franca/);
  await displayed(1);
  await bubbles.choose('Later');
  await displayed(0);
  const other = await ask('Gino Testa');
  await log.shown(/Gino/);
  await displayed(1);
  await bubbles.dismiss();
  await displayed(0);

  const story = async (id: number): Promise<string[]> =>
    (
      await console.page.evaluate((of) => window.sportello.call('notification.story', { id: of as never }), id)
    ).steps.map(({ step }) => step);
  await expect.poll(() => story(customer.id)).toEqual(['shown', 'snoozed']);
  await expect.poll(() => story(other.id)).toEqual(['shown', 'dismissed']);
  await desk.comeBack(console);
  await consoleScreen(console.page).row('Gino Testa').click();
  await expect(consoleScreen(console.page).details).toContainText('dismissed by you');
  await colleague.take(customer.id);
  await colleague.take(other.id);
});

test('messages of one customer are one notification, which counts them; Reply leads to where one writes', async () => {
  await desk.comeBack(console);
  const customer = await ask('Hilde Moser');
  const screen = consoleScreen(console.page);
  await take(console, customer);
  await desk.leave(console);

  await customer.say('Are you there?');
  expect(await log.shown(/Are you there/)).toMatchObject({
    summary: 'Message from Hilde Moser',
    actions: ['default', 'Open', 'reply', 'Reply'],
    urgency: 1,
  });
  await customer.say('It is <urgent> & odd');
  expect(await log.shown(/urgent/)).toMatchObject({
    summary: '2 messages from Hilde Moser',
    body: 'It is &lt;urgent&gt; &amp; odd',
  });
  await displayed(1);
  await bubbles.choose('Reply');
  await desk.expectForward();
  await expect(screen.composer).toBeFocused();
  await displayed(0);
});

test('a transfer has another text and another sound, and can be accepted on the spot', async () => {
  await desk.leave(console);
  const customer = await ask('Ivo Conti');
  await log.shown(/Ivo Conti, Acme/);
  await colleague.take(customer.id);
  await displayed(0);
  await console.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    document.addEventListener('play', ({ target }) => heard.push((target as HTMLAudioElement).src), true);
  });
  const { account } = await console.page.evaluate(() => window.sportello.call('start.read', {}));
  const me = account.kind === 'signed-in' ? account.me.id : null;
  await colleague.ask('request.transfer', {
    id: customer.id,
    to: { kind: 'technician', id: me as never },
    note: 'You know the printers.',
  });
  expect(await log.shown(/Bruno Neri/)).toMatchObject({
    summary: 'Bruno Neri offers you a request',
    body: 'Ivo Conti: The invoice opens blank.',
    actions: ['default', 'Open', 'accept', 'Accept', 'decline', 'Decline'],
  });
  await expect
    .poll(() => console.page.evaluate(() => (window as unknown as { heard: string[] }).heard))
    .toEqual([expect.stringContaining('/offered-')]);
  await displayed(1);
  await bubbles.choose('Accept');
  await expect(consoleScreen(console.page).action('Close request')).toBeVisible();
  await displayed(0);
});

test('nothing is shown of what is on screen, nor while one works in the console, and Details says why', async () => {
  await desk.comeBack(console);
  const customer = await ask('Kurt Pichler');
  const screen = consoleScreen(console.page);
  await screen.row('Kurt Pichler').click();
  await expect(screen.details).toContainText('not shown – you were working in Sportello');
  await screen.action('Assign to me').click();
  await expect(screen.action('Join chat')).toBeVisible();
  await customer.say('on the screen');
  await expect(screen.line('on the screen')).toBeVisible();
  await expect(screen.details).toContainText('not shown – you were looking at the request');
  expect(titlesOf('Kurt')).toEqual([]);
  await displayed(0);
});

test('do-not-disturb is kept, and said', async () => {
  await desk.comeBack(console);
  const screen = consoleScreen(console.page);
  await console.page.getByRole('button', { name: 'Status: Available' }).click();
  const menu = console.page.getByRole('dialog', { name: 'Status' });
  await menu.getByRole('button', { name: 'For one hour' }).click();
  await expect(menu).toContainText(/Do not disturb until/);
  await console.page.keyboard.press('Escape');
  await desk.leave(console);
  const customer = await ask('Lina Bassi');
  await expect(screen.row('Lina Bassi')).toHaveCount(1);
  await desk.comeBack(console);
  await screen.row('Lina Bassi').click();
  await expect(screen.details).toContainText('not shown – “do not disturb” was on');
  expect(titlesOf('Lina')).toEqual([]);
  await colleague.take(customer.id);
  await console.page.evaluate(() => window.sportello.call('doNotDisturb.set', { choice: 'off' }));
});

test('in Italian; and private ones name nobody', async () => {
  const set = (settings: object) =>
    console.page.evaluate((to) => window.sportello.call('settings.write', to), settings);
  await set({ language: 'it' });
  await desk.leave(console);
  const first = await ask('Mario Lodi');
  expect(await log.shown(/Mario/)).toMatchObject({
    summary: 'Mario Lodi, Acme Srl, chiede assistenza',
    actions: ['default', 'Apri', 'assign', 'Assegna a me', 'snooze', 'Più tardi'],
  });
  await colleague.take(first.id);
  await displayed(0);
  await set({ privateNotifications: true });
  const second = await ask('Nadia Riva', 'Secret matter');
  expect(await log.shown(/nuova richiesta/)).toMatchObject({ summary: 'Una nuova richiesta di supporto', body: '' });
  expect(JSON.stringify(log.notified())).not.toMatch(/Nadia|Secret/);
  await colleague.take(second.id);
  await set({ language: 'en', privateNotifications: false });
});

test('a hundred requests in five seconds do not make a hundred bubbles', async () => {
  await desk.leave(console);
  const form = openForm(relay);
  const before = log.notified().length;
  const started = performance.now();
  const ids: number[] = [];
  for (let n = 1; n <= 100; n += 1) {
    ids.push((await form.submit(`Crowd ${n}`, 'Nothing works.')).id);
    const early = started + n * 50 - performance.now();
    // The pace is the point: a hundred in five seconds.
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
  }
  form.close();
  await log.shown(/^100 requests are waiting$/);
  expect(await bubbles.displayed()).toBe(1);
  expect(log.notified().length - before).toBeLessThan(20);
  expect(Math.max(...log.notified().map(({ summary }) => Number(/^(\d+) requests/.exec(summary)?.[1] ?? 0)))).toBe(100);
  await Promise.all(ids.map((id) => colleague.ask('request.assign', { id: id as never })));
  await displayed(0);
});

test('two consoles of one technician: each event once a device, and read on one clears the other', async () => {
  await desk.comeBack(console);
  const customer = await ask('Olga Sala');
  await take(console, customer);
  await desk.leave(console);
  const other = await open();
  await desk.leave(other);

  await customer.say('to both of you');
  await expect.poll(() => log.notified().filter(({ body }) => body === 'to both of you').length).toBe(2);
  await displayed(2);
  await desk.comeBack(other);
  await consoleScreen(other.page).myRow('Olga Sala').click();
  await displayed(0);
  expect(log.notified().filter(({ body }) => body === 'to both of you')).toHaveLength(2);
  await other.dispose();
});

test('the self-test waits for the system, and says in words what it said', async () => {
  await desk.comeBack(console);
  await console.page.getByRole('button', { name: 'Status: Available' }).click();
  const menu = console.page.getByRole('dialog', { name: 'Status' });
  await menu.getByRole('button', { name: 'Send a test' }).click();
  await expect(menu).toContainText('Your system has shown it.');
  await log.shown(/what a notification looks like/);
  await bubbles.pause(true);
  try {
    await menu.getByRole('button', { name: 'Send a test' }).click();
    await expect(menu).toContainText('its own “do not disturb” is on');
  } finally {
    await bubbles.pause(false);
  }
});
