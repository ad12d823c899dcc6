import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { MessageId, Position, RequestId, TechnicianId } from '../../protocol/ids.ts';
import { customerObjection } from '../../protocol/lifecycle.ts';
import type { FileRef } from '../../protocol/model.ts';
import { allow } from '../access.ts';
import type { Reader, StoredRequest } from '../store/store.ts';
import { addLine, type CommandContext } from './context.ts';

/** Who sends a file: he goes on being that also when the relay has to finish the upload by itself. */
export type FileOwner = { kind: 'technician'; id: TechnicianId } | { kind: 'customer'; request: RequestId };

/** The request, if its owner may send it a file now; otherwise why not. */
export async function receiverOf(read: Reader, owner: FileOwner, id: RequestId): Promise<Result<StoredRequest>> {
  if (owner.kind === 'customer') {
    const request = owner.request === id ? await read.request(id) : null;
    const code = request === null ? 'not-found' : customerObjection('file.upload', request);
    return code === null && request !== null ? ok(request) : refuse(code ?? 'not-found');
  }
  const account = await read.account(owner.id);
  const scope = await read.scope(owner.id);
  if (account === null || scope === null) return refuse('not-signed-in');
  return allow(read, { kind: 'technician', id: owner.id, role: account.role, scope }, 'file.upload', id);
}

export type ArrivedFile = {
  id: MessageId;
  requestId: RequestId;
  owner: FileOwner;
  ref: FileRef;
  hash: string;
  /** Whether nobody may have it before a scanner has seen it. */
  wantsScan: boolean;
};

/** Puts a file that has arrived whole into the conversation. Done twice it is done once. */
export async function addFile(
  context: Pick<CommandContext, 'tx' | 'now' | 'newId'>,
  { id, requestId, owner, ref, hash, wantsScan }: ArrivedFile,
): Promise<Result<{ position: Position }>> {
  const { tx } = context;
  const before = await tx.file(id);
  if (before !== null) {
    return before.requestId === requestId && before.hash === hash
      ? ok({ position: before.position })
      : refuse('command-id-reused');
  }
  if ((await tx.message(id)) !== null) return refuse('command-id-reused');
  const receiver = await receiverOf(tx, owner, requestId);
  if (!receiver.ok) return receiver;
  const author = owner.kind === 'customer' ? ({ kind: 'customer' } as const) : owner;
  await addLine(context, requestId, author, { kind: 'file', file: ref }, id);
  const state = wantsScan ? 'scanning' : 'ready';
  return ok({ position: (await tx.putFile({ id, requestId, state, hash, size: ref.size })).position });
}
