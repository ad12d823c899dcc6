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
  close: () => void;
};

const names: readonly Method[] = [...methodNames, 'file.drop'];

/** Where calls of our pages come in. A page may be quicker than the rest of main: its calls wait until somebody answers. */
export function openDoor(): Door {
  let answerBy: Door['answerBy'] = () => undefined;
  const answering = new Promise<Answer>((resolve) => {
    answerBy = resolve;
  });
  for (const name of names) {
    ipcMain.handle(name, async (event, input: unknown) => {
      if (!isTrustedSender(event.senderFrame)) throw new Error('not-allowed');
      const from = event.sender.id as PageId;
      return (await answering)(name, input, from);
    });
  }
  return {
    answerBy,
    close: () => {
      for (const name of names) ipcMain.removeHandler(name);
    },
  };
}
