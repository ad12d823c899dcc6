import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { openConsole, type Console } from '../e2e/parts/console.ts';
import type { Customer } from '../e2e/parts/customer.ts';
import { openDisplay } from '../e2e/parts/display.ts';
import { joinChat } from '../e2e/parts/joined-chat.ts';
import { startRelay } from '../e2e/parts/relay.ts';
import { openSharingCustomer } from '../e2e/parts/sharing-customer.ts';
import { shareWindow } from '../e2e/screens/screen-share.ts';
import { treeCpuMs } from './parts/process-tree.ts';
import { finish, median, quantile } from './parts/report.ts';

// The built-in screen view: from the customer's click on *Share screen* to the first picture on the technician's screen,
// and what one view costs the console. npm run bench:screen [-- --runs 7 --seconds 10 --check]
// A real relay, the real console, a real browser that shares a screen of 1280 x 720; WebRTC over loopback, decoded in software.

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '10' },
    check: { type: 'boolean', default: false },
  },
});
const runs = Number(options.runs);
const seconds = Number(options.seconds);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Asks, agrees, and resolves with the window and the milliseconds from the click to the first picture. */
async function share(
  console: Console,
  customer: Customer,
  id: number,
): Promise<{ window: Page; milliseconds: number }> {
  await console.page.evaluate(
    (request) => window.sportello.call('screenShare.request', { id: request as never, client: 'built-in' }),
    id,
  );
  const window_ = await shareWindow(console);
  await window_.getByText('Waiting for').first().waitFor();
  const button = customer.page.getByRole('button', { name: 'Share screen', exact: true });
  await button.evaluate((element) => {
    const remember = (event: Event): void => {
      document.documentElement.dataset['clicked'] = String(performance.timeOrigin + event.timeStamp);
    };
    element.addEventListener('click', remember, { capture: true, once: true });
  });
  await button.click();
  const painted = await window_.waitForFunction(() => {
    const [mark] = performance.getEntriesByName('first-picture');
    return mark === undefined ? null : performance.timeOrigin + mark.startTime;
  });
  const clicked = await customer.page.evaluate(() => Number(document.documentElement.dataset['clicked']));
  return { window: window_, milliseconds: Number(await painted.jsonValue()) - clicked };
}

async function stop(console: Console, customer: Customer): Promise<void> {
  await customer.page.getByRole('button', { name: 'Stop sharing', exact: true }).click();
  while (console.app.windows().some((page) => page.url().includes('screen-share.html'))) await delay(50);
}

/** Fills the customer's screen with lines of text that move all the time, as a log or a page does that is scrolled. */
async function keepMoving({ page, context }: Customer): Promise<void> {
  const browser = await context.newCDPSession(page);
  const { windowId } = await browser.send('Browser.getWindowForTarget');
  await browser.send('Browser.setWindowBounds', { windowId, bounds: { left: 0, top: 0, width: 1280, height: 720 } });
  await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1280, 720];
    canvas.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;pointer-events:none;z-index:9';
    document.body.append(canvas);
    const pen = canvas.getContext('2d');
    let line = 0;
    setInterval(() => {
      if (pen === null) return;
      line += 1;
      pen.fillStyle = '#ffffff';
      pen.fillRect(0, 0, 1280, 720);
      pen.fillStyle = '#17181c';
      pen.font = '16px sans-serif';
      for (let at = 0; at < 36; at += 1)
        pen.fillText(`${line + at}  The invoice opens blank since this morning`, 20, at * 20);
    }, 33);
  });
}

const shownFrames = (window: Page): Promise<number> =>
  window.locator('video').evaluate((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames);

const [relay, display] = await Promise.all([startRelay(), openDisplay()]);
const console_ = await openConsole({ relay });
const customer = await openSharingCustomer(display);
await joinChat(relay, console_, customer);
const list = await console_.page.evaluate(() =>
  window.sportello.call('list.read', {
    ...{ filter: 'active', search: '', offset: 0, limit: 1 },
    sort: { column: 'id', descending: true },
  }),
);
const id = Number(list.rows[0]?.id);

const delays: number[] = [];
for (let run = 0; run < runs; run += 1) {
  const { milliseconds } = await share(console_, customer, id);
  delays.push(milliseconds);
  say(`Share screen to first picture: ${Math.round(milliseconds)} ms`);
  await stop(console_, customer);
}

const { window: view } = await share(console_, customer, id);
await keepMoving(customer);
const pid = console_.app.process().pid ?? 0;
await delay(3_000);
const [cpuBefore, framesBefore, from] = [treeCpuMs(pid), await shownFrames(view), performance.now()];
await delay(seconds * 1_000);
const passed = performance.now() - from;
const core = (treeCpuMs(pid) - cpuBefore) / passed;
const fps = ((await shownFrames(view)) - framesBefore) / (passed / 1_000);
const size = await view.locator('video').evaluate((video) => {
  const { videoWidth, videoHeight } = video as HTMLVideoElement;
  return `${videoWidth}x${videoHeight}`;
});
say(`One view of ${size} at ${fps.toFixed(1)} frames a second costs the console ${Math.round(core * 100)} % of a core`);

await customer.dispose();
await console_.dispose();
await relay.dispose();
await display.end();
finish(
  { delays: delays.map(Math.round), p90: Math.round(quantile(delays, 0.9)), fps, size },
  {
    'Share screen to first picture, median, of 1 s': { ratio: median(delays) / 1_000, atMost: 1 },
    'one view, of a core': { ratio: core, atMost: 0.6 },
  },
  options.check,
);
