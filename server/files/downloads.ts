import { extensionOf, type FileExtension } from '../../protocol/files.ts';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import { MessageId } from '../../protocol/ids.ts';
import { findRequest } from '../access.ts';
import type { FileOwner } from '../commands/files.ts';
import { carries } from '../customer-view.ts';
import type { Reader } from '../store/store.ts';
import { disposition } from './disposition.ts';

/** What a file is served as, by its extension alone: what its sender, or its content, says of itself counts for nothing. */
const contentTypes: Readonly<Record<FileExtension, string>> = {
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  tif: 'image/tiff',
  heic: 'image/heic',
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  pps: 'application/vnd.ms-powerpoint',
  ppsx: 'application/vnd.openxmlformats-officedocument.presentationml.slideshow',
  log: 'text/plain; charset=utf-8',
  cfg: 'text/plain; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  rar: 'application/vnd.rar',
  zip: 'application/zip',
};

export type Download = { hash: string; headers: Readonly<Record<string, string>> };

async function mayHave(read: Reader, caller: FileOwner, id: MessageId): Promise<boolean> {
  const file = await read.file(id);
  if (file === null) return false;
  if (caller.kind === 'customer') return carries(read, caller.request, file.requestId);
  const account = await read.account(caller.id);
  const scope = await read.scope(caller.id);
  if (account === null || scope === null) return false;
  const actor = { kind: 'technician', id: caller.id, role: account.role, scope } as const;
  return (await findRequest(read, actor, file.requestId)).ok;
}

/** What to serve to a caller who may have the file; whether he may is asked each time. `not-found` says nothing else. */
export async function findDownload(read: Reader, caller: FileOwner, fileId: string): Promise<Result<Download>> {
  const id = MessageId.safeParse(fileId);
  if (!id.success || !(await mayHave(read, caller, id.data))) return refuse('not-found');
  const file = await read.file(id.data);
  const message = await read.message(id.data);
  if (file === null || message?.body.kind !== 'file') return refuse('not-found');
  if (file.state !== 'ready') return refuse(file.state === 'scanning' ? 'file-scanning' : 'file-infected');
  const { name } = message.body.file;
  return ok({
    hash: file.hash,
    headers: {
      'content-type': contentTypes[extensionOf(name) as FileExtension] ?? 'application/octet-stream',
      'content-disposition': disposition(name),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    },
  });
}
