import type { ErrorCode } from '../protocol/errors.ts';
import type { CommandId, MessageId } from '../protocol/ids.ts';
import type { CustomerMessage, PortalUpdate } from '../protocol/live.ts';
import { connect } from './connection.ts';
import { createConversation } from './conversation.ts';
import { deviceWords } from './device.ts';
import { createOutbox, moveOutbox, outboxPlace } from './outbox.ts';
import type { Page } from './page.ts';
import { createReading } from './reading.ts';
import { openOwnFiles } from './own-files.ts';
import { createSharing } from './sharing.ts';
import type { AskRelay } from './push-offer.ts';
import { toldPlace, type Own, type Told } from './resume.ts';

export const draftPlace = ({ id }: Own): string => `draft/${id}`;

export type OwnRequestEvents = {
  onChanged: () => void;
  /** Messages that came while the page was open. */
  onFresh: (messages: readonly CustomerMessage[]) => void;
  /** The technician has opened the request again under a new number. */
  onContinued: (next: Own) => void;
  onRefused: (code: ErrorCode) => void;
};

export type OwnRequest = ReturnType<typeof openOwnRequest>;

/** The customer's request as the relay tells it, and what the customer says to it, through every loss of the network. */
export function openOwnRequest(page: Page, own: Own, { onChanged, onFresh, onContinued, onRefused }: OwnRequestEvents) {
  const { saved, resume } = page;
  const conversation = createConversation();
  const reading = createReading(saved, `read/${own.id}`);
  let live: boolean | null = null;
  let reported: { delivered: MessageId | null; read: MessageId | null } | null = null;

  const outbox = createOutbox({
    saved,
    place: outboxPlace(own.id),
    send: ({ id, name, input }) => connection.command(id, name, input),
    onChanged,
    clock: page.clock,
    newId: page.newId,
  });
  const files = openOwnFiles(page, own, onChanged, onChanged);
  const connection = connect({
    relay: page.relay,
    auth: () => ({ ...deviceWords(), request: { ...own, after: conversation.last() } }),
    onLive: () => {
      live = true;
      reported = null;
      resume.keep(own);
      outbox.flush();
      files.goOn();
      onChanged();
    },
    onLost: () => {
      live = false;
      onChanged();
    },
    onRefused,
    onUpdate: update,
    onScreenShareSignal: (signal) => sharing.heard(signal),
    random: page.random,
  });

  const sharing = createSharing(connection, page.newId);

  function update(news: PortalUpdate): void {
    const isFirst = conversation.view() === null;
    const fresh = conversation.apply(news);
    outbox.seen(conversation.ids());
    files.seen(conversation.ids());
    if (news.view.continuedAs !== null) return void moveOn(news.view.continuedAs);
    if (news.view.closed) resume.markOver(own);
    if (!isFirst) onFresh(fresh);
    onChanged();
  }
  /** What was not sent yet goes along to the request that carries this one on. */
  async function moveOn(next: Own): Promise<void> {
    await files.moveTo(next).catch(() => undefined); // what could not be loaded cannot be on its way
    moveOutbox(saved, own.id, next.id);
    const draft = saved.read<string>(draftPlace(own));
    if (draft !== null) saved.write(draftPlace(next), draft);
    saved.drop(draftPlace(own));
    const told = saved.read<Told>(toldPlace(own.id));
    if (told !== null) saved.write(toldPlace(next.id), { ...told, secret: next.secret } satisfies Told);
    resume.keep(next);
    onContinued(next);
  }
  /** Tells the relay how far the customer has got and read, once for each step. */
  function report(): void {
    const now = { delivered: conversation.last(), read: reading.last() };
    const isNew = reported?.delivered !== now.delivered || reported.read !== now.read;
    if (live !== true || now.delivered === null || !isNew) return;
    reported = now;
    void connection.command(page.newId() as CommandId, 'chat.read', now);
  }

  return {
    conversation,
    /** What the relay has not settled. */
    waiting: outbox.entries,
    /** Null while the first connection is made. */
    isLive: (): boolean | null => live,
    send: (text: string): void => outbox.add('chat.send', { text }),
    rate: (rating: { stars: number; comment: string }): void => outbox.add('request.rate', rating),
    discard: outbox.discard,
    files,
    sharing,
    /** Asked at once, or not at all. */
    ask: ((name, input) => connection.command(page.newId() as CommandId, name, input)) as AskRelay,
    type: (typing: boolean): void => connection.signal('typing', { typing }),
    /** The customer has what there is on the machine and, if so, before the eyes. */
    got: (seen: boolean): void => {
      if (seen) reading.reach(conversation.last());
      report();
    },
    unread: (): number => reading.unread(conversation.messages()),
    networkBack: connection.retryNow,
    networkLost: connection.networkLost,
    end: (): void => {
      outbox.end();
      files.end();
      connection.close();
    },
  };
}
