import { expect, test, type Page } from '@playwright/test';
import { playBusyMorning, type Morning } from './parts/busy-morning.ts';
import { openConsole, type Console } from './parts/console.ts';
import { inMain } from './parts/in-main.ts';
import { buildPseudoConsole, marks } from './parts/pseudo-console.ts';

// In Italian no word comes from anywhere but the catalogue: each of its texts carries marks, and words without them may
// only be what people wrote, names of systems and keys, what the language itself makes of dates and lengths of time, or what
// React Aria says from an Italian catalogue of its own: the ends of what floats, the steps of numbers.

const own =
  'Ignora Riduci Aumenta ' +
  'Sportello Windows Linux Android Chrome Safari Firefox macOS iOS Ctrl Shift Alt Enter Tab Up Down Plus Esc ' +
  'Outlook Excel VPN English Italiano sportello relay http https gen feb mar apr mag giu lug ago set ott nov dic ' +
  'lun mar mer gio ven sab dom oggi ieri min sec ore giorni giorno lunedì martedì mercoledì giovedì venerdì sabato domenica ' +
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre';

/** One text of the catalogue; others may stand in it, as a name does in a sentence. */
const marked = new RegExp(`${marks.open}[^${marks.open}${marks.close}]*${marks.close}`, 'gu');
/** What of a text is not from the catalogue. */
function bare(text: string): string {
  const rest = text.replaceAll(marked, ' ');
  return rest === text ? rest : bare(rest);
}
const wordsOf = (text: string): string[] => text.match(/\p{L}{2,}/gu) ?? [];

/** Every text that the page shows or says: text nodes, names, placeholders, titles. */
const textsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    // What makes up one sentence may be several nodes: their parent's text is looked at as a whole.
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.textContent?.trim() !== '') texts.push(node.parentElement?.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      for (const name of ['aria-label', 'placeholder', 'title']) texts.push(element.getAttribute(name) ?? '');
    }
    return [...new Set(texts)];
  });

let morning: Morning;
let console: Console;
test.beforeAll(async () => {
  test.setTimeout(90_000);
  morning = await playBusyMorning();
  const folder = await buildPseudoConsole();
  console = await openConsole({ relay: morning.forConsole, language: 'it', folder });
});
test.afterAll(async () => {
  await console.dispose();
  await morning.relay.dispose();
});

test('no word but the catalogue’s is left when the console runs in Italian', async () => {
  const { page, app } = console;
  const known = new Set(wordsOf(`${own} ${morning.texts.join(' ')}`).map((word) => word.toLowerCase()));
  const strange = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => {
      const words = wordsOf(bare(text)).filter((word) => !known.has(word.toLowerCase()));
      return words.length === 0 ? [] : [`${words.join(' ')}: “${text.slice(0, 120)}”`];
    });
  const look = async (view: string): Promise<void> => expect(strange(await textsOn(page)), view).toEqual([]);
  const sheet = async (action: string, view: string): Promise<void> => {
    await inMain(
      app,
      ({ BrowserWindow }, id) =>
        BrowserWindow.getAllWindows()[0]?.webContents.send('events', [['action.invoked', { action: id }]]),
      action,
    );
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(view);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };

  await expect(page.getByRole('banner').getByRole('status')).toContainText('In linea');
  await look('nothing chosen');
  await page.locator(`#mine-${morning.carlaId}`).click();
  await expect(page.getByRole('log')).toContainText('They open again!');
  await look('a chat');
  for (const action of ['palette.open', 'settings.open', 'shortcuts.open', 'notice.publish', 'request.transfer'])
    await sheet(action, action);
  await page.getByRole('searchbox').fill('zzz');
  await expect(page.getByText(/Nessun risultato/)).toBeVisible();
  await look('nothing found');
  await page.getByRole('searchbox').fill('');
  await page.evaluate(() => window.sportello.call('availability.set', { available: false }));
  await expect(page.getByText(/Non sei disponibile/)).toBeVisible();
  await look('not available');

  const labels = await inMain(app, ({ Menu }) => {
    const all = (menu: Electron.Menu | null): string[] =>
      (menu?.items ?? []).flatMap((item) => [item.label, ...all(item.submenu ?? null)]);
    return all(Menu.getApplicationMenu());
  });
  expect(labels.length).toBeGreaterThan(20);
  // What is for developers alone stays Electron's.
  expect(strange(labels.filter((label) => !/Developer Tools/.test(label))), 'menus').toEqual([]);
});
