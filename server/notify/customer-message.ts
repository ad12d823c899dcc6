import { translatorOf } from '../../i18n/catalogues.ts';
import { shortened } from '../../i18n/shorten.ts';
import { transcriptHtml, transcriptText, type TranscriptLine } from '../../i18n/transcript.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { resumeLink } from '../../protocol/links.ts';
import { isPublic, type Message as Line } from '../../protocol/model.ts';
import { requestSecret } from '../secrets.ts';
import type { Reader, StoredRequest } from '../store/store.ts';
import { mailHtml, mailText, type MailPart } from './mail-page.ts';
import type { Message } from './methods.ts';

// Mails to customers: what a technician wrote when their page was closed, and the whole conversation at its end.

const mostLines = 20;
const longestLine = 4_000;
const pageOfLog = 500;

export type CustomerMessageParts = { base: string; relayKey: string };

/** What technicians sent the customer after a line and up to another, oldest first. */
export async function linesForCustomer(
  read: Reader,
  id: RequestId,
  { afterSeq, toSeq = Infinity }: { afterSeq: number; toSeq?: number },
): Promise<Line[]> {
  const lines = await read.messages(id, afterSeq, pageOfLog);
  return lines.filter(({ author, body, seq }) => author.kind === 'technician' && isPublic(body) && seq <= toSeq);
}

/** Up to which line the customer's page has had all. */
export async function deliveredTo(read: Reader, id: RequestId): Promise<number> {
  return (await read.cursors(id)).find(({ reader }) => reader === 'customer')?.delivered ?? 0;
}

const nameOf = async (read: Reader, { author }: Line, request: StoredRequest): Promise<string> =>
  author.kind === 'technician' ? ((await read.account(author.id))?.name ?? '') : request.customer.name;

async function envelope(read: Reader, request: StoredRequest, { base, relayKey }: CustomerMessageParts) {
  const portal = await read.portalById(request.portalId);
  if (portal === null) throw new Error('a request is of a portal');
  const translator = translatorOf(request.source.language);
  return {
    translator,
    from: portal.title,
    link: resumeLink(base, portal.slug, request.id, requestSecret(relayKey, request.id)),
    to: { name: request.customer.name, address: request.customer.email },
    thread: `request-${request.id}`,
    foot: [translator.t('outgoing.customer.link'), translator.t('outgoing.customer.noReply')],
  };
}

/** What was written to a customer whose page is closed, with the way back to it. */
export async function answersMail(
  read: Reader,
  request: StoredRequest,
  key: string,
  stretch: { afterSeq: number; toSeq: number },
  parts: CustomerMessageParts,
): Promise<Message | null> {
  const lines = await linesForCustomer(read, request.id, stretch);
  if (lines.length === 0) return null;
  const { translator, from, link, to, thread, foot } = await envelope(read, request, parts);
  const { t, language } = translator;
  const told: MailPart[] = [];
  for (const line of lines.slice(0, mostLines)) {
    const who = await nameOf(read, line, request);
    if (line.body.kind === 'text') told.push({ kind: 'words', who, text: shortened(line.body.text, longestLine) });
    if (line.body.kind === 'file')
      told.push({ kind: 'words', who, text: t('transcript.file', { file: line.body.file.name }) });
  }
  const more = lines.length - told.length;
  if (more > 0) told.push({ kind: 'sentence', text: t('outgoing.more', { count: more }) });
  const content = {
    language,
    title: t('outgoing.answers.title', { id: String(request.id), count: lines.length }),
    parts: [{ kind: 'sentence', text: t('outgoing.answers.about', { subject: request.subject }) } as const, ...told],
    action: { text: t('outgoing.answers.open'), link },
    foot,
  };
  const subject = `${from}: ${content.title}`;
  return { method: 'email', key, from, to, thread, subject, html: mailHtml(content), text: mailText(content) };
}

async function transcriptLines(read: Reader, request: StoredRequest): Promise<TranscriptLine[]> {
  const out: TranscriptLine[] = [];
  for (let after = 0; ;) {
    const lines = await read.messages(request.id, after, pageOfLog);
    for (const line of lines) {
      const { at, author, body } = line;
      if (!isPublic(body) || body.kind === 'note') continue;
      const name = await nameOf(read, line, request);
      const side = author.kind === 'customer' ? 'customer' : 'team';
      if (body.kind === 'event') out.push(await eventLine(read, at, body.event));
      else out.push({ at, name, side, ...body });
    }
    const last = lines.at(-1);
    if (last === undefined || lines.length < pageOfLog) return out;
    after = last.seq;
  }
}

async function eventLine(
  read: Reader,
  at: number,
  event: Extract<Line['body'], { kind: 'event' }>['event'],
): Promise<TranscriptLine> {
  const named = async (id: Parameters<Reader['account']>[0] | null): Promise<string> =>
    id === null ? '' : ((await read.account(id))?.name ?? '');
  const about = 'fromId' in event ? event.fromId : 'technicianId' in event ? event.technicianId : null;
  const otherName = 'toId' in event ? await named(event.toId) : null;
  return { kind: 'event', at, event, name: await named(about), otherName };
}

/** The whole conversation, as its customer may read it. */
export async function transcriptMail(
  read: Reader,
  request: StoredRequest,
  key: string,
  parts: CustomerMessageParts,
): Promise<Message> {
  const { translator, from, to, thread, foot } = await envelope(read, request, parts);
  const company = await read.company(request.companyId);
  const { id, subject, customer, createdAt, closedAt } = request;
  const head = { id, subject, customer: customer.name, company: company?.name ?? '', createdAt, closedAt };
  const lines = await transcriptLines(read, request);
  return {
    method: 'email',
    key,
    from,
    to,
    thread,
    subject: `${from}: ${translator.t('transcript.title', { id: String(id) })}`,
    html: transcriptHtml(translator, head, lines),
    text: `${transcriptText(translator, head, lines)}\n-- \n${foot.slice(1).join('\n')}\n`,
  };
}
