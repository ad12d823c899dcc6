import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { openConsole, type Console } from './parts/console.ts';
import { openCustomer, type Customer } from './parts/customer.ts';
import { give, picture } from './parts/files.ts';
import { inMain } from './parts/in-main.ts';
import { startRelay, type Relay } from './parts/relay.ts';
import { consoleScreen } from './screens/console.ts';
import { portalScreen } from './screens/portal.ts';
import { sheetsScreen } from './screens/sheets.ts';

// Whatever somebody writes is text: on both sides, in names and subjects too, and in each kind of transcript.

let relay: Relay;
let console: Console;
let customer: Customer;
let folder: string;

test.beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sportello-hostile-'));
  relay = await startRelay();
  console = await openConsole({ relay });
  customer = await openCustomer();
});
test.afterEach(async () => {
  await customer.dispose();
  await console.dispose();
  await relay.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const markup = '</p></li><img src=x onerror="window.ran=1"><script>window.ran=1</script><iframe srcdoc="x"></iframe>';
const turned = 'a \u202Etxt.exe\u202C b \u2067c \u2069';
const long = 'W'.repeat(100_000);
const emoji = '🦄'.repeat(5_000);
const hostile = { name: `<b>Eve</b>\u202E ${'N'.repeat(150)}`, subject: `<svg onload=alert(1)> ${'S'.repeat(200)}` };

/** What ran, or tried to: dialogs, scripts, refusals of the page's own policy. */
function watch(page: Page): string[] {
  const happened: string[] = [];
  page.on('dialog', (dialog) => happened.push(dialog.message()));
  page.on('pageerror', (error) => happened.push(error.message));
  page.on('console', (message) => message.type() === 'error' && happened.push(message.text()));
  return happened;
}
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
/** Elements that a text has made, or that stand out of their window sideways. */
const broken = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const made = [...document.querySelectorAll('script:not([src]), iframe, img, b, [onerror], [onload]')];
    const out = [...document.querySelectorAll('[role=log] *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right - left > 1 && (left < -1 || right > window.innerWidth + 1);
    });
    return [...made, ...out].map((element) => element.outerHTML.slice(0, 120));
  });
const ran = (page: Page): Promise<boolean> => page.evaluate(() => 'ran' in window);

/** All that a PDF says of its making, its packed parts unpacked. */
function insideOf(pdf: Buffer): string {
  const parts = [pdf.toString('latin1')];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    try {
      parts.push(inflateSync(pdf.subarray(at + 'stream\n'.length), { finishFlush: 2 }).toString('latin1'));
    } catch {
      // a picture, or an end
    }
  }
  return parts.join('\n');
}

async function exported(format: 'PDF' | 'Web page' | 'Text', extension: string): Promise<string> {
  const file = path.join(folder, `transcript.${extension}`);
  await inMain(
    console.app,
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    },
    file,
  );
  await sheetsScreen(console.page).run('Export transcript');
  await console.page
    .getByRole('dialog', { name: 'Export transcript' })
    .getByRole('button', { name: new RegExp(`^${format}`) })
    .click();
  await expect.poll(() => existsSync(file) && readFileSync(file).length > 0, { timeout: 60_000 }).toBe(true);
  return file;
}

test('hostile text is text, on both sides and in transcripts', async () => {
  test.slow(); // texts as long as they may be, four times
  const happened = [...[customer.page, console.page].map(watch)];
  await customer.page.setViewportSize({ width: 320, height: 640 });
  const portal = portalScreen(customer.page);
  await portal.open(relay.url, relay.sample.slug);
  await portal.submit({ name: hostile.name, email: 'eve@acme.example', problem: `${hostile.subject}\n${markup}` });
  await expect(portal.messages).toBeVisible();
  const screen = consoleScreen(console.page);
  await screen.row('Eve').click();
  await screen.action('Assign to me').click();
  await screen.action('Join chat').click();
  for (const text of [markup, turned, long, emoji]) {
    await portal.send(text);
    await screen.composer.fill(text);
    await screen.composer.press('Enter');
    if (await screen.details.getByRole('alert').isVisible()) await screen.composer.press('Enter');
  }
  await give(portal.composer, 'paste', {
    name: `<img src=x onerror=alert(1)>\u202Egnp.${'f'.repeat(120)}.png`,
    type: 'image/png',
    content: picture(20, 20),
  });
  const file = screen.chat.getByRole('button', { name: /^Save / });
  await expect(file).toBeVisible();

  // Every text stands there as it was written, twice: what came and what went.
  for (const chat of [portal.messages, screen.chat]) {
    for (const text of [markup, turned, emoji.slice(0, 400), long.slice(0, 400)]) {
      await expect
        .poll(async () => (await chat.allTextContents()).join('').split(text).length - 1, { timeout: 30_000 })
        .toBeGreaterThanOrEqual(2);
    }
  }
  for (const page of [customer.page, console.page]) {
    expect(await broken(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await ran(page)).toBe(false);
  }
  expect(happened.flat()).toEqual([]);

  const text = readFileSync(await exported('Text', 'txt'), 'utf8');
  for (const words of [markup, emoji, long]) expect(text).toContain(words);
  const html = await exported('Web page', 'html');
  const paper = await customer.context.newPage();
  const complaints = watch(paper);
  await paper.goto(pathToFileURL(html).href);
  await expect(paper.getByText(markup).first()).toBeVisible();
  expect(await broken(paper)).toEqual([]);
  expect(await overflow(paper)).toBeLessThanOrEqual(0);
  expect(await ran(paper)).toBe(false);
  expect(complaints).toEqual([]);
  const pdf = readFileSync(await exported('PDF', 'pdf'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const inside = insideOf(pdf);
  expect(inside).toContain('/MediaBox');
  for (const active of ['/JavaScript', '/JS', '/Launch', '/OpenAction', '/AA', '/EmbeddedFile']) {
    expect(inside).not.toMatch(new RegExp(`${active}\\b`));
  }
});
