import { beginning } from '../i18n/shorten.ts';
import type { Translator } from '../i18n/translate.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { CustomerMessage } from '../protocol/live.ts';
import { createAttach, takeFiles } from './attach.ts';
import { createComposer, hasKeyboard } from './composer.ts';
import { h, listen, showOnce } from './elements.ts';
import { createFileLines } from './file-line.ts';
import { createLogView, eventText } from './log-view.ts';
import { draftPlace, openOwnRequest, type OwnRequest } from './own-request.ts';
import { banner, noticeList, type Page, type Screen } from './page.ts';
import { profileLine } from './profile-line.ts';
import { createPushOffer } from './push-offer.ts';
import { createRating } from './rating.ts';
import { newRequestLink, type Own } from './resume.ts';
import { createRowWindow } from './row-window.ts';
import { plainName, rowsOf } from './rows.ts';
import { createScroll } from './scroll.ts';
import { createShareSlot } from './share-slot.ts';
import { isRateable, showStanding, standingOf } from './standing.ts';

const longestAnnouncement = 400;

export type ChatParts = {
  page: Page;
  own: Own;
  /** The relay does not know this request, or not with this secret. */
  onUnknown: () => void;
};

/** That the technician is writing; its words go into the last part. */
const typingSign = (): HTMLElement =>
  h('p', { class: 'typing', hidden: true }, h('span', { class: 'dots', 'aria-hidden': 'true' }), h('span'));

/** The chat of the customer's own request, from the first moment in the queue to the rating. */
export function chatScreen({ page, own, onUnknown }: ChatParts): Screen {
  const { texts, saved, frame } = page;
  const { t } = texts;
  const request: OwnRequest = openOwnRequest(page, own, {
    onChanged: render,
    onFresh: (messages) => announcements(messages, texts).forEach(page.announce),
    onContinued: page.go,
    onRefused: (code: ErrorCode) => (code === 'protocol-not-supported' ? page.outdated() : onUnknown()),
  });
  const { conversation } = request;
  const head = createHead(page, own);
  const typing = typingSign();
  const log = createLogView(texts, page.clock, {
    canWrite: () => conversation.view()?.closed !== true,
    onEdit: ({ key, text }) => {
      request.discard(key);
      if (conversation.view()?.closed === true) carryOver(page, text);
      else composer.putBack(text);
    },
    onDiscard: ({ key, kind }) => (kind === 'file' ? request.files.cancel(key) : request.discard(key)),
    fileLine: createFileLines({
      texts,
      relay: page.relay,
      own,
      onCancel: ({ key }) => request.files.cancel(key),
      onTrouble: () => page.announce(t('portal.files.notNow')),
    }),
    profileLine: (profile) => profileLine(profile, { t, relay: page.relay, clock: page.clock, framed: frame.framed }),
  });
  const rating = createRating(t, request.rate);
  const scroll = createScroll(t('portal.chat.log'), [log.element, typing, rating.element], {
    onMoved: render,
    onTop: () => rows.back() && showLog(),
  });
  const canSend = (): boolean => conversation.view()?.closed !== true;
  const sendFiles = (files: readonly File[]): void => {
    void request.files.add(files).then(scroll.toEnd, () => page.announce(t('portal.files.notNow')));
  };
  const attach = createAttach(t, sendFiles);
  const composer = createComposer({
    t,
    saved,
    place: draftPlace(own),
    tools: attach.elements,
    send: (text) => {
      request.send(text);
      scroll.toEnd();
    },
    onTyping: request.type,
    onResize: () => scroll.isAtEnd() && scroll.toEnd(),
  });
  const over = createOver(page, composer);
  const share = createShareSlot(page, request.sharing);
  const push = createPushOffer(page, own, request.ask);

  const rows = createRowWindow();
  function showLog(): void {
    const all = rowsOf(conversation, request.waiting(), t('portal.someone'), request.files.entries());
    log.show(rows.of(all, scroll.isAtEnd()));
  }
  function render(): void {
    const view = conversation.view();
    const closed = view?.closed ?? false;
    head.show(request);
    share.show(view?.screenShare ?? null);
    push.show(view, request.isLive());
    showLog();
    typing.hidden = !(view?.technicianTyping === true && request.isLive() === true);
    const name = plainName(view?.technician ?? t('portal.someone'));
    showOnce(typing.lastElementChild as HTMLElement, name, () => [t('portal.chat.typing', { name })]);
    rating.show(ratingState(request));
    composer.element.hidden = closed;
    over.show(closed);
    if (scroll.isAtEnd()) scroll.toEnd();
    // Before the customer's eyes: what stands at the end of a page that is looked at.
    const looks = document.visibilityState === 'visible' && document.hasFocus() && frame.isShown();
    request.got(looks && scroll.isAtEnd());
    const unread = request.unread();
    scroll.showJump(t('portal.chat.jump', { count: unread }));
    page.setTitle(t('portal.title.request', { id: own.id, company: view?.companyName ?? '' }), unread);
  }

  const ends = [
    listen(window, 'online', request.networkBack),
    listen(window, 'offline', request.networkLost),
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible' && request.isLive() === false) request.networkBack();
      render();
    }),
    listen(window, 'focus', render),
    frame.onShown(render),
    composer.end,
    scroll.end,
    share.end,
    push.end,
    request.end,
  ];
  render();
  const element = h(
    'main',
    { class: 'chat' },
    ...head.elements,
    push.element,
    share.element,
    scroll.element,
    composer.element,
    over.element,
  );
  ends.push(takeFiles(element, t, canSend, sendFiles), attach.end);
  return {
    element,
    shown: () => {
      composer.restore();
      scroll.toEnd();
      if (hasKeyboard()) composer.focus();
      else head.focus();
    },
    end: () => ends.forEach((end) => end()),
  };
}

/** Whom the customer talks to, how the request stands, and what all who wait are told. */
function createHead({ texts: { t } }: Page, own: Own) {
  const heading = h('h1', { class: 'what', tabindex: -1 }, t('portal.chat.request', { id: own.id }));
  const top = h('div');
  const standing = h('div', { class: 'standing', role: 'status' });
  const notices = h('div', { class: 'notices' });
  const newRequest = h('a', { class: 'way', href: newRequestLink }, t('portal.newRequest'));
  return {
    elements: [top, standing, notices],
    focus: (): void => heading.focus(),
    show: (request: OwnRequest): void => {
      const view = request.conversation.view();
      const company = view?.companyName ?? '';
      showOnce(top, company, () => [banner(company, heading, newRequest)]);
      // Below, in the composer's place, the same way is offered then.
      newRequest.hidden = view?.closed ?? false;
      showStanding(standing, standingOf(view, request.isLive(), t));
      const told = view?.notices ?? [];
      showOnce(notices, JSON.stringify(told), () => noticeList(told, t('portal.notice')));
    },
  };
}

/** In the composer's place when the request is closed: a way on, which takes along what was half-written. */
function createOver(page: Page, composer: { text: () => string; clear: () => void }) {
  const { t } = page.texts;
  const text = h('p');
  const kept = h('p', { class: 'written kept' });
  const button = h('a', { class: 'button quiet', href: newRequestLink }, t('portal.newRequest'));
  button.addEventListener('click', () => {
    if (composer.text().trim() === '') return;
    carryOver(page, composer.text().trim());
    composer.clear();
  });
  const element = h('div', { class: 'over', hidden: true }, text, kept, button);
  return {
    element,
    show: (closed: boolean): void => {
      element.hidden = !closed;
      const draft = composer.text().trim();
      text.textContent = t(draft === '' ? 'portal.chat.over' : 'portal.chat.overWithDraft');
      kept.textContent = draft;
      kept.hidden = draft === '';
    },
  };
}

/** Takes what the closed request will not have into the form of a new one. */
function carryOver({ saved, go }: Page, text: string): void {
  const form = saved.read<Record<string, string>>('form') ?? {};
  const before = form['problem'] ?? '';
  saved.write('form', { ...form, problem: before === '' ? text : `${before}\n\n${text}` });
  if (location.hash === newRequestLink) go();
  else location.hash = newRequestLink;
}

/** What those hear who cannot see: technicians' words, and what happened. */
function announcements(messages: readonly CustomerMessage[], { t }: Translator): string[] {
  return messages.flatMap(({ author, name, body }) => {
    const who = plainName(name ?? t('portal.someone'));
    if (body.kind === 'event') return eventText(body, who, t) ?? [];
    if (author !== 'technician') return [];
    if (body.kind === 'file') return t('portal.chat.sentFile', { name: who, file: body.file.name });
    return t('portal.chat.says', { name: who, text: beginning(body.text, longestAnnouncement) });
  });
}

function ratingState(request: OwnRequest): 'hidden' | 'asked' | number {
  const view = request.conversation.view();
  const given = request.waiting().findLast((entry) => entry.name === 'request.rate' && entry.state !== 'refused');
  if (given?.name === 'request.rate') return given.input.stars;
  if (view === null || !isRateable(view)) return 'hidden';
  return view.rating?.stars ?? 'asked';
}
