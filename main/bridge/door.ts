import { ipcMain } from 'electron/main';
import type { Method } from '../../preload/contract.ts';
import { methodNames } from '../../preload/names.ts';
import { isTrustedSender } from '../security/trusted-sender.ts';

/** A page, as long as its window is open. */
export type PageId = number & { readonly brand: 'page' };
/** Answers a call of a page; rejects where the input is not in the contract. */
export type Answer = (name: Method, input: unknown, from: PageId) => Promise<unknown>;

export type Door = {
  /** Says who answers from now on. */
  answerBy: (answer: Answer) => void;
  /** Says who answers this call until then, and answers the function that ends it; a call that fails waits. */
  answerFirst: (name: Method, answer: () => Promise<unknown>) => () => void;
  /** Resolves once a page has called this. */
  called: (name: Method) => Promise<void>;
  close: () => void;
};

const names: readonly Method[] = [...methodNames, 'file.drop'];

/** Where calls of our pages come in. A page may be quicker than the rest of main: its calls wait until somebody answers. */
export function openDoor(): Door {
  let answerBy: Door['answerBy'] = () => undefined;
  const answering = new Promise<Answer>((resolve) => {
    answerBy = resolve;
  });
  let first: { name: Method; answer: () => Promise<unknown> } | null = null;
  let someoneCame: () => void = () => undefined;
  const isSomeoneThere = new Promise<void>((resolve) => {
    someoneCame = resolve;
  });
  void answering.then(someoneCame);
  const awaited = new Map<Method, () => void>();

  async function answer(name: Method, input: unknown, from: PageId): Promise<unknown> {
    await isSomeoneThere;
    try {
      if (first?.name === name) return await first.answer();
    } catch {
      // Whoever comes after has the means to mend it, or the words to say what is wrong.
    }
    return (await answering)(name, input, from);
  }
  for (const name of names) {
    ipcMain.handle(name, async (event, input: unknown) => {
      if (!isTrustedSender(event.senderFrame)) throw new Error('not-allowed');
      awaited.get(name)?.();
      return answer(name, input, event.sender.id as PageId);
    });
  }
  return {
    answerBy,
    answerFirst: (name, by) => {
      first = { name, answer: by };
      someoneCame();
      return () => {
        first = null;
      };
    },
    called: (name) => new Promise((resolve) => awaited.set(name, resolve)),
    close: () => {
      for (const name of names) ipcMain.removeHandler(name);
    },
  };
}
