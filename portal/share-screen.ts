import { Hand, MonitorUp, Pause, Play, ScreenShare, Square } from 'lucide';
import { isScreenShareOpen } from '../protocol/lifecycle.ts';
import type { ScreenShareControl } from '../protocol/screen-share-control.ts';
import type { CustomerScreenShare } from '../protocol/screen-share.ts';
import { h, icon, listen, showOnce } from './elements.ts';
import type { OwnRequest } from './own-request.ts';
import type { Page } from './page.ts';
import { plainName } from './rows.ts';
import { createPointing } from './share-pointing.ts';
import { joinParts, readCode } from './share-with-client.ts';
import { captureScreen, createSharer, type Sharer } from './sharer.ts';
import './share-screen.css';

export type SharePanelParts = { page: Page; sharing: OwnRequest['sharing']; element: HTMLElement };
export type SharePanel = ReturnType<typeof openSharePanel>;

/** What went wrong last, said beneath the buttons. */
type Trouble = 'nothing' | 'blocked' | 'offline' | 'codeWrong' | null;

const canCapture = (): boolean => typeof navigator.mediaDevices?.getDisplayMedia === 'function';

/**
 * Screen sharing as the customer sees it: asked each time, shown as long as it is on, paused and stopped by one click.
 * Nothing is captured before the customer has chosen what, in the browser's own window.
 */
export function openSharePanel({ page, sharing, element }: SharePanelParts) {
  const { t } = page.texts;
  const pointing = createPointing(t);
  let share: CustomerScreenShare | null = null;
  let sharer: Sharer | null = null;
  let trouble: Trouble = null;
  let prompted: string | null = null;
  let isBusy = false;

  const name = (): string => plainName(share?.technician ?? '');

  function stopCapture(): void {
    sharer?.end();
    sharer = null;
    pointing.end();
  }
  function said(next: Trouble): void {
    trouble = next;
    render();
  }

  function onControl(control: ScreenShareControl): void {
    if (control.kind === 'pause') render();
    else pointing.show(control, name());
  }

  /** The customer's own click: the browser asks what to show, then the technician's window is told. */
  async function shareScreen(mine: CustomerScreenShare): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      const stream = await captureScreen();
      const agreed = share?.id === mine.id ? sharing.accept(mine.id, null) : Promise.resolve(false);
      trouble = null;
      start(mine, stream, agreed);
      if (await agreed) return;
      stopCapture();
      said('offline');
    } catch (error) {
      // The system itself forbids it, rather than the customer who closed the browser's window.
      const isSystem = error instanceof Error && /system/i.test(error.message);
      said(isSystem ? 'blocked' : 'nothing');
    } finally {
      isBusy = false;
    }
  }

  /** Makes the picture ready while the relay is told; what leads to it goes out once the relay knows that the customer agreed. */
  function start(mine: CustomerScreenShare, stream: MediaStream, agreed: Promise<boolean>): void {
    stopCapture();
    const made = createSharer({
      id: mine.id,
      stream,
      servers: () => sharing.servers(mine.id),
      send: (signal) => void agreed.then((isAgreed) => isAgreed && sharing.signal(signal)),
      newId: page.newId,
      onControl,
    });
    sharer = made;
    pointing.start(stream);
    // The browser's own button that stops sharing.
    stream.getVideoTracks()[0]?.addEventListener('ended', () => sharer === made && stop());
    void made.offer();
    render();
  }

  function stop(): void {
    stopCapture();
    if (share !== null) void sharing.end(share.id);
    render();
  }

  async function joinWithClient(mine: CustomerScreenShare, code: string | null): Promise<void> {
    if (mine.join?.codeFrom === 'customer' && code === null) return said('codeWrong');
    if (mine.join !== null && mine.join.url !== '') window.open(mine.join.url, '_blank', 'noopener');
    said((await sharing.accept(mine.id, code)) ? null : 'offline');
  }

  function button(text: string, look: string, node: Parameters<typeof icon>[0] | null, press: () => void): HTMLElement {
    const made = h('button', { type: 'button', class: `button ${look}` }, node === null ? null : icon(node), text);
    made.addEventListener('click', press);
    return made;
  }

  function head(sign: Parameters<typeof icon>[0], title: string, text: string | null): HTMLElement {
    return h(
      'div',
      { class: 'share-head' },
      icon(sign),
      h(
        'div',
        {},
        h('p', { class: 'share-title' }, title),
        text === null ? null : h('p', { class: 'share-text' }, text),
      ),
    );
  }
  const troubleText = (client: string): HTMLElement | null => {
    if (trouble === null) return null;
    const text = trouble === 'codeWrong' ? t('portal.share.codeWrong', { client }) : t(`portal.share.${trouble}`);
    return h('p', { class: 'share-trouble', role: 'alert' }, text);
  };

  /** Asked: what it is about, and the two answers. */
  function asked(mine: CustomerScreenShare): HTMLElement[] {
    const { join } = mine;
    const decline = button(t('portal.share.decline'), 'quiet', null, () => void sharing.decline(mine.id));
    const buttons = (agree: () => void): HTMLElement =>
      h('div', { class: 'share-buttons' }, button(t('portal.share.share'), 'primary', MonitorUp, agree), decline);
    if (join === null) {
      return [
        head(MonitorUp, t('portal.share.ask', { name: name() }), t('portal.share.askText', { name: name() })),
        buttons(() => void shareScreen(mine)),
        ...(troubleText('') === null ? [] : [troubleText('') as HTMLElement]),
      ];
    }
    const parts = joinParts(join, name(), t);
    const agree = (): void => void joinWithClient(mine, join.codeFrom === 'customer' ? readCode(parts) : null);
    const wrong = troubleText(join.name);
    return [
      head(MonitorUp, t('portal.share.askExpert', { name: name(), client: join.name }), null),
      ...parts,
      buttons(agree),
      ...(wrong === null ? [] : [wrong]),
    ];
  }

  function sharingNow(mine: CustomerScreenShare, made: Sharer): HTMLElement[] {
    const { here, there } = made.paused();
    const seen = mine.state === 'active' ? t('portal.share.seen', { name: name() }) : t('portal.share.connecting');
    const text = here
      ? t('portal.share.paused', { name: name() })
      : there
        ? t('portal.share.pausedByThem', { name: name() })
        : seen;
    const pause = button(t(here ? 'portal.share.resume' : 'portal.share.pause'), 'quiet', here ? Play : Pause, () => {
      made.setPaused(!here);
      render();
    });
    return [
      head(here ? Hand : ScreenShare, t('portal.share.sharing'), text),
      h('div', { class: 'share-buttons' }, pause, button(t('portal.share.stop'), 'danger', Square, stop)),
    ];
  }

  /** Agreed to, but this page shows nothing: it was reloaded. */
  function interrupted(mine: CustomerScreenShare): HTMLElement[] {
    const wrong = troubleText('');
    return [
      head(MonitorUp, t('portal.share.interrupted'), t('portal.share.interruptedText', { name: name() })),
      h(
        'div',
        { class: 'share-buttons' },
        button(t('portal.share.again'), 'primary', MonitorUp, () => void shareScreen(mine)),
        button(t('portal.share.stop'), 'quiet', Square, stop),
      ),
      ...(wrong === null ? [] : [wrong]),
    ];
  }

  function withClient(join: NonNullable<CustomerScreenShare['join']>): HTMLElement[] {
    return [
      head(
        ScreenShare,
        t('portal.share.with', { client: join.name }),
        t('portal.share.withText', { name: name(), client: join.name }),
      ),
      ...joinParts({ ...join, codeFrom: join.codeFrom === 'customer' ? 'nobody' : join.codeFrom }, name(), t),
      h('div', { class: 'share-buttons' }, button(t('portal.share.end'), 'quiet', Square, stop)),
    ];
  }

  function content(mine: CustomerScreenShare): HTMLElement[] {
    if (mine.state === 'requested') return asked(mine);
    if (mine.join !== null) return withClient(mine.join);
    return sharer === null ? interrupted(mine) : sharingNow(mine, sharer);
  }

  function render(): void {
    const mine = share;
    element.hidden = mine === null;
    if (mine === null) return element.replaceChildren();
    const sign = JSON.stringify([mine, sharer !== null, sharer?.paused(), trouble]);
    const isOn = sharer !== null;
    showOnce(element, sign, () => [
      h(
        'section',
        { class: 'share', 'data-on': isOn, 'aria-label': t('portal.share.title') },
        ...content(mine),
        isOn ? pointing.element : null,
      ),
    ]);
  }

  /** The request is before the customer's eyes, or this browser can't. */
  function report(mine: CustomerScreenShare): void {
    if (mine.state !== 'requested' || prompted === mine.id) return;
    if (mine.join === null && !canCapture()) {
      prompted = mine.id;
      page.announce(t('portal.share.unable', { name: name() }));
      void sharing.report(mine.id, { kind: 'failed', why: 'not-supported' });
    } else if (document.visibilityState === 'visible') {
      prompted = mine.id;
      void sharing.report(mine.id, { kind: 'prompted' });
    }
  }

  const ends = [
    listen(window, 'pagehide', () => sharer?.leave()),
    listen(document, 'visibilitychange', () => share !== null && report(share)),
    sharing.onSignal((signal) => void sharer?.hear(signal)),
  ];

  return {
    show: (next: CustomerScreenShare | null): void => {
      const isSame = next !== null && next.id === share?.id;
      if (!isSame) {
        stopCapture();
        trouble = null;
      }
      if (!isSame && next !== null && isScreenShareOpen(next.state)) {
        // The servers are asked for before they are needed: the customer's click should not wait for them.
        sharing.prepare(next.id);
        const { technician, join } = next;
        const words = { name: plainName(technician), client: join?.name ?? '' };
        page.announce(join === null ? t('portal.share.ask', words) : t('portal.share.askExpert', words));
      }
      share = next;
      render();
      if (next !== null) report(next);
    },
    end: (): void => {
      stopCapture();
      for (const end of ends) end();
    },
  };
}
