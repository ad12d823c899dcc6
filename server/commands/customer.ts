import { beginning } from '../../i18n/shorten.ts';
import type { PortalCommand, PortalInput, PortalOutput } from '../../protocol/commands.ts';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { customerObjection } from '../../protocol/lifecycle.ts';
import { limits } from '../../protocol/limits.ts';
import { isPublic, type Source } from '../../protocol/model.ts';
import type { Portal, StoredRequest, Writer } from '../store/store.ts';
import { moveCursor } from './chat.ts';
import { addEvent, addLine, type CommandContext } from './context.ts';

/** A customer's page: what its connection says of where it is, and the request that it proved to own, if any. */
export type CustomerActor = { kind: 'customer'; source: Omit<Source, 'language' | 'page'>; request: RequestId | null };

export type PortalHandler<N extends PortalCommand> = (
  context: CommandContext & { actor: CustomerActor; secretOf: (id: RequestId) => string },
  input: PortalInput<N>,
) => Promise<Result<PortalOutput<N>>>;

/** The first line of what is wrong, cut at a word. */
function subjectOf(problem: string): string {
  const line = problem.trim().split('\n', 1)[0]?.trim() ?? '';
  if (line.length <= limits.subject) return line;
  const cut = beginning(line, limits.subject - 1);
  return `${beginning(cut, Math.max(cut.lastIndexOf(' '), limits.subject / 2)).trimEnd()}…`;
}

/** The company's own fields, as the portal defines them now; unknown ones are dropped. */
function fieldValues(portal: Portal, given: Readonly<Record<string, string>>): Result<StoredRequest['fields']> {
  const values: StoredRequest['fields'] = [];
  for (const { key, label, kind, required, options } of portal.fields) {
    // Own ones only: a field may well be called like something that every object has.
    const value = Object.hasOwn(given, key) ? (given[key]?.trim() ?? '') : '';
    const isKnown = kind !== 'choice' || value === '' || options.includes(value);
    if (!isKnown || (required && value === '')) return refuse('field-required', { field: label });
    if (value !== '') values.push({ key, label, value });
  }
  return ok(values);
}

/** A new request. Answers its number and the secret of its resume link. */
export const submit: PortalHandler<'request.submit'> = async (context, input) => {
  const { tx, now, actor, newId } = context;
  const portal = await tx.portal(input.slug);
  if (portal === null) return refuse('not-found');
  if (!portal.open) return refuse('portal-closed');
  const fields = fieldValues(portal, input.fields);
  if (!fields.ok) return fields;
  const id = await tx.nextRequestId();
  const request = await tx.putRequest({
    id,
    companyId: portal.companyId,
    portalId: portal.id as StoredRequest['portalId'],
    subject: subjectOf(input.problem),
    customer: { name: input.name.trim(), email: input.email.trim() },
    fields: fields.value,
    source: { ...actor.source, language: input.language, page: input.page },
    createdAt: now,
    leftMessage: !(await context.isAnybodyReachable(portal.companyId)),
    assigneeId: null,
    assignedAt: null,
    chat: 'none',
    handover: null,
    firstAnsweredAt: null,
    closedAt: null,
    closedById: null,
    reopenedFrom: null,
    reopenedAs: null,
    rating: null,
    exposedAt: null,
    withdrawnAt: null,
    joinedAt: null,
  });
  await tx.putCall({ position: request.position, requestId: id, since: now });
  await addLine({ tx, now, newId }, id, { kind: 'customer' }, { kind: 'text', text: input.problem });
  return ok({ id, secret: context.secretOf(id) });
};

/** The customer's own request; a page that has none gets `not-found`. */
export async function ownRequest(tx: Writer, actor: CustomerActor): Promise<Result<StoredRequest>> {
  const request = actor.request === null ? null : await tx.request(actor.request);
  return request === null ? refuse('not-found') : ok(request);
}

/** A text to the technician, also while nobody is in the chat, so that none is lost. */
export const send: PortalHandler<'chat.send'> = async (context, { text }) => {
  const found = await ownRequest(context.tx, context.actor);
  if (!found.ok) return found;
  const code = customerObjection('chat.send', found.value);
  if (code !== null) return refuse(code);
  const message = await addLine(context, found.value.id, { kind: 'customer' }, { kind: 'text', text }, context.id);
  return ok({ at: message.at });
};

/** How far the customer has got and read; by message, since the page knows no sequence numbers. */
export const read: PortalHandler<'chat.read'> = async ({ tx, actor }, input) => {
  const found = await ownRequest(tx, actor);
  if (!found.ok) return found;
  const seqs: number[] = [];
  for (const id of [input.delivered, input.read]) {
    const message = id === null ? null : await tx.message(id);
    const isTheirs = message?.requestId === found.value.id && isPublic(message.body);
    if (id !== null && !isTheirs) return refuse('not-found');
    seqs.push(message?.seq ?? 0);
  }
  const moved = await moveCursor(tx, found.value.id, 'customer', seqs[0] ?? 0, seqs[1] ?? 0);
  return moved.ok ? ok({}) : moved;
};

/** What the customer thought of the help. */
export const rate: PortalHandler<'request.rate'> = async (context, rating) => {
  const found = await ownRequest(context.tx, context.actor);
  if (!found.ok) return found;
  const code = customerObjection('request.rate', found.value);
  if (code !== null) return refuse(code);
  await addEvent(context, found.value.id, { type: 'rated', stars: rating.stars });
  await context.tx.putRequest({ ...found.value, rating });
  return ok({});
};
