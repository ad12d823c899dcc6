import { z } from 'zod';
import { consoleCommands } from '../protocol/commands.ts';
import { resultOf } from '../protocol/errors.ts';
import { longestFileName } from '../protocol/files.ts';
import { MessageId, RequestId } from '../protocol/ids.ts';
import { SavedReply } from '../protocol/model.ts';

// The part of the bridge that is about files, saved replies and transcripts.

const nothing = z.object({});
const onRequest = z.object({ id: RequestId });
const onFile = z.object({ id: MessageId });

/** Larger than any relay's limit is likely to be: the relay says no in words, this only keeps memory. */
const mostPastedBytes = 200 * 1_048_576;
const Bytes = z.instanceof(Uint8Array);

/** A saved reply as pages list it. */
export const SavedReplyRow = SavedReply.pick({ id: true, title: true, text: true, authorId: true }).extend({
  authorName: z.string(),
});
export type SavedReplyRow = z.infer<typeof SavedReplyRow>;

export const TranscriptFormat = z.enum(['text', 'html', 'pdf']);
export type TranscriptFormat = z.infer<typeof TranscriptFormat>;

export const filesMethods = {
  /** Asks the person for files and sends them; each has a line of its own in the chat from then on. */
  'file.upload': { input: onRequest, output: resultOf(nothing) },
  /** The preload's alone (names.ts): only it learns from a drop where files are, so no page can name one. */
  'file.drop': {
    input: z.object({ id: RequestId, paths: z.array(z.string().min(1).max(10_000)).min(1).max(100) }),
    output: resultOf(nothing),
  },
  /** What is on no disk: a screenshot that was pasted, a picture dragged from a browser. */
  'file.paste': {
    input: z.object({
      id: RequestId,
      name: z.string().max(longestFileName * 4),
      bytes: Bytes.refine((bytes) => bytes.length <= mostPastedBytes),
    }),
    output: resultOf(nothing),
  },
  /** Calls off, or takes away, a file that the relay does not have. */
  'file.cancel': { input: onFile, output: nothing },
  'file.retry': { input: onFile, output: nothing },
  /** Saves to the person's downloads, under the file's own name or that with a number; answers the name. */
  'file.save': { input: onFile.extend({ name: z.string() }), output: resultOf(z.object({ name: z.string() })) },
  /** Shows a file that was saved before in its folder, or saves it first. No program is started with it. */
  'file.open': { input: onFile.extend({ name: z.string() }), output: resultOf(z.object({ name: z.string() })) },
  /** The bytes of an image that may be drawn (protocol/files.ts canPreview). */
  'file.preview': { input: onFile.extend({ size: z.int().positive() }), output: resultOf(Bytes) },

  'saved-reply.list': { input: nothing, output: z.array(SavedReplyRow) },
  'saved-reply.save': {
    input: consoleCommands['saved-reply.save'].input,
    output: resultOf(consoleCommands['saved-reply.save'].output),
  },
  'saved-reply.delete': {
    input: consoleCommands['saved-reply.delete'].input,
    output: resultOf(consoleCommands['saved-reply.delete'].output),
  },

  /** The conversation as text, without internal notes, into the clipboard. */
  'transcript.copy': { input: onRequest, output: resultOf(nothing) },
  /** Asks where to, and writes it there. */
  'transcript.export': { input: onRequest.extend({ format: TranscriptFormat }), output: resultOf(nothing) },
};

export const filesEvents = {
  /** So many bytes of a file of mine have gone out. */
  'file.progressed': z.object({ id: MessageId, sent: z.int().nonnegative() }),
  'saved-replies.changed': nothing,
};
