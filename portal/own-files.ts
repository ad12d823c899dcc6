import { objectionHere } from './chosen-files.ts';
import type { FileQueue, QueuedFile } from './file-queue.ts';
import type { Page } from './page.ts';
import type { Own } from './resume.ts';

/** Whether there are files of this request (or of the form) that were not sent: then what sends them is loaded at once. */
const placeOf = (request: number | 'form'): string => `files/${request}`;

/** Notes that files were chosen in the form, for the request that it makes. */
export const noteFormFiles = ({ saved }: Page, are: boolean): void =>
  are ? saved.write(placeOf('form'), true) : saved.drop(placeOf('form'));

/** The files that the customer sends to a request, through every loss of the network and of the page. */
export function openOwnFiles(page: Page, own: Own, onChanged: () => void, onProgress: (file: QueuedFile) => void) {
  const { saved } = page;
  let queue: FileQueue | null = null;
  let loading: Promise<FileQueue> | null = null;
  let ended = false;

  async function load(): Promise<FileQueue> {
    const { openFileQueue } = await import('./file-queue.ts');
    const opened = await openFileQueue({
      relay: page.relay,
      portal: page.slug,
      own,
      onChanged: () => {
        if (opened.isEmpty()) saved.drop(placeOf(own.id));
        else saved.write(placeOf(own.id), true);
        if (!ended) onChanged();
      },
      onProgress,
    });
    queue = opened;
    if (ended) opened.end();
    else if (!opened.isEmpty()) onChanged();
    return opened;
  }
  /** Loads what sends files; a page that could not tries again when it is asked again. */
  const loaded = (): Promise<FileQueue> =>
    (loading ??= load().catch((error: unknown) => ((loading = null), fail(error))));
  const fail = (error: unknown): never => {
    throw error;
  };

  return {
    entries: (): readonly QueuedFile[] => queue?.entries() ?? [],
    add: async (files: readonly File[]): Promise<void> => {
      saved.write(placeOf(own.id), true);
      const chosen = files.map((file) => ({
        id: page.newId(),
        portal: page.slug,
        request: own.id,
        at: page.clock(),
        name: file.name,
        size: file.size,
        blob: file,
        refusal: objectionHere(file),
      }));
      await (await loaded()).add(chosen);
    },
    /** There is a connection: sends what waits. */
    goOn: (): void => {
      if (queue !== null) return queue.flush();
      const fromForm = saved.read(placeOf('form')) === true;
      if (!fromForm && saved.read(placeOf(own.id)) !== true) return;
      void loaded()
        .then(async (ready) => {
          if (fromForm) {
            saved.write(placeOf(own.id), true);
            await ready.adopt();
            saved.drop(placeOf('form'));
          } else ready.flush();
        })
        .catch(() => undefined); // the next connection tries again
    },
    seen: (ids: ReadonlySet<string>): void => queue?.seen(ids),
    cancel: (id: string): void => queue?.cancel(id),
    moveTo: async (next: Own): Promise<void> => {
      if (saved.read(placeOf(own.id)) !== true) return;
      saved.write(placeOf(next.id), true);
      await (await loaded()).moveTo(next.id);
      saved.drop(placeOf(own.id));
    },
    end: (): void => {
      ended = true;
      queue?.end();
    },
  };
}
