import { writeFile } from 'node:fs/promises';
import { transcriptHtml, transcriptText, type TranscriptHead, type TranscriptLine } from '../../i18n/transcript.ts';
import type { Translator } from '../../i18n/translate.ts';
import type { ChatLine } from '../../preload/details-contract.ts';
import type { TranscriptFormat } from '../../preload/files-contract.ts';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { RequestId, Seq } from '../../protocol/ids.ts';
import type { Storage } from '../storage/storage.ts';

const pageSize = 500;
const extensions: Readonly<Record<TranscriptFormat, string>> = { text: 'txt', html: 'html', pdf: 'pdf' };

export type TranscriptParts = {
  storage: Pick<Storage, 'readRequest' | 'readConversation'>;
  translator: () => Translator;
  copy: (text: string) => Promise<void>;
  /** Asks the person for a place; null if he thought better of it. */
  askWhere: (name: string, extension: string) => Promise<string | null>;
  /** Makes a PDF of a page that loads and runs nothing. */
  print: (html: string) => Promise<Uint8Array>;
};

/** A line for paper, or null for what is the team's own or has not arrived. */
function lineOf({ at, author, name, otherName, body, seq, fileState }: ChatLine): TranscriptLine | null {
  const side = author === 'customer' ? 'customer' : 'team';
  if (seq === null || body.kind === 'note') return null;
  if (body.kind === 'event') return { at, kind: 'event', event: body.event, name, otherName };
  if (body.kind === 'text') return { at, kind: 'text', name, side, text: body.text };
  return fileState === 'refused' ? null : { at, kind: 'file', name, side, file: body.file };
}

/** Conversations on paper, from what the cache holds: also without a connection. */
export function createTranscripts({ storage, translator, copy, askWhere, print }: TranscriptParts) {
  async function readLines(id: RequestId): Promise<TranscriptLine[]> {
    const all: ChatLine[] = [];
    for (let from: { id: RequestId; before: Seq | null } | null = { id, before: null }; from !== null;) {
      const { lines, more } = await storage.readConversation(from.id, from.before, pageSize, true);
      all.unshift(...lines);
      const oldest = lines.find(({ seq }) => seq !== null);
      from = more && oldest !== undefined ? { id: oldest.requestId, before: oldest.seq } : null;
    }
    return all.map(lineOf).filter((line) => line !== null);
  }
  async function readHead(id: RequestId): Promise<TranscriptHead | null> {
    const details = await storage.readRequest(id);
    if (details === null) return null;
    const { request, row } = details;
    const { subject, customer, createdAt, closedAt } = request;
    return { id, subject, customer: customer.name, company: row.companyName, createdAt, closedAt };
  }

  return {
    copy: async (id: RequestId): Promise<Result<Record<string, never>>> => {
      const head = await readHead(id);
      if (head === null) return refuse('not-found');
      await copy(transcriptText(translator(), head, await readLines(id)));
      return ok({});
    },
    export: async (id: RequestId, format: TranscriptFormat): Promise<Result<Record<string, never>>> => {
      const head = await readHead(id);
      if (head === null) return refuse('not-found');
      const where = await askWhere(translator().t('transcript.fileName', { id: String(id) }), extensions[format]);
      if (where === null) return ok({});
      const make = format === 'text' ? transcriptText : transcriptHtml;
      const page = make(translator(), head, await readLines(id));
      try {
        await writeFile(where, format === 'pdf' ? await print(page) : page, { mode: 0o600 });
        return ok({});
      } catch {
        return refuse('download-failed');
      }
    },
  };
}
