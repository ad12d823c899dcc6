import type { Console } from '../console.ts';
import type { Files } from '../files.ts';
import type { Storage } from '../storage/storage.ts';
import type { Handlers } from './bridge.ts';

/** What the methods about files, saved replies and transcripts do, a line each. */
export const createFilesHandlers = (
  files: Files,
  console: Console,
  storage: Storage,
): Pick<Handlers, Extract<keyof Handlers, `file.${string}` | `saved-reply.${string}` | `transcript.${string}`>> => ({
  'file.upload': ({ id }) => files.upload(id),
  'file.drop': ({ id, paths }) => files.drop(id, paths),
  'file.paste': ({ id, name, bytes }) => files.paste(id, name, bytes),
  'file.cancel': async ({ id }) => {
    await files.queue.cancel(id);
    return {};
  },
  'file.retry': async ({ id }) => {
    await files.queue.retry(id);
    return {};
  },
  'file.save': ({ id, name }) => files.save(id, name),
  'file.open': ({ id, name }) => files.open(id, name),
  'file.preview': ({ id, size }) => files.preview(id, size),
  'saved-reply.list': () => storage.readSavedReplies(),
  'saved-reply.save': (input) => console.ask('saved-reply.save', input),
  'saved-reply.delete': (input) => console.ask('saved-reply.delete', input),
  'transcript.copy': ({ id }) => files.copyTranscript(id),
  'transcript.export': ({ id, format }) => files.exportTranscript(id, format),
});
