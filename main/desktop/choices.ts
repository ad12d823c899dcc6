import { errorText, type Translator } from '../../i18n/translate.ts';
import { ok, type Result } from '../../protocol/errors.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Choice } from './notifications.ts';

export type ChoiceParts = {
  translator: () => Translator;
  ask: (
    name: 'request.assign' | 'handover.accept' | 'handover.decline' | 'chat.join',
    id: RequestId,
  ) => Promise<Result<unknown>>;
  /** Whether I can write to the customer as it is, whether or not there is a connection. */
  canWrite: (id: RequestId) => Promise<boolean>;
  send: (id: RequestId, text: string) => Promise<Result<unknown>>;
  /** Puts a text behind what is half-written to the customer. */
  addToDraft: (id: RequestId, text: string) => Promise<unknown>;
  onShow: (id: RequestId) => void;
  /** The request is shown with the cursor where one writes. */
  onCompose: (id: RequestId) => void;
  /** What did not work, where the person acted: on the desktop. */
  onRefused: (id: RequestId, text: string) => void;
};

/** `text`: what was written on the notification itself. */
export type Choose = (id: RequestId, choice: Choice, text: string | null) => Promise<void>;

/** Does what somebody chose on a notification or in the tray, with the window open or not. */
export function createChoices(parts: ChoiceParts): Choose {
  const { translator, ask, canWrite, send, addToDraft, onShow, onCompose, onRefused } = parts;

  async function asked(name: Parameters<typeof ask>[0], id: RequestId): Promise<boolean> {
    const answer = await ask(name, id);
    if (!answer.ok) onRefused(id, errorText(translator(), answer.code, answer.details));
    return answer.ok;
  }

  /** Sends what was written on the notification; what cannot be sent is kept as a draft, never lost. */
  async function reply(id: RequestId, text: string): Promise<void> {
    const joined = (await canWrite(id)) ? ok({}) : await ask('chat.join', id);
    const sent = joined.ok ? await send(id, text) : joined;
    if (sent.ok) return;
    await addToDraft(id, text);
    const reason = errorText(translator(), sent.code, sent.details);
    onRefused(id, translator().t('notification.keptAsDraft', { reason }));
  }

  return async (id: RequestId, choice: Choice, text: string | null): Promise<void> => {
    switch (choice) {
      case 'assign':
        if (await asked('request.assign', id)) onShow(id);
        return;
      case 'accept':
        if (await asked('handover.accept', id)) onShow(id);
        return;
      case 'decline':
        await asked('handover.decline', id);
        return;
      case 'reply':
        return text === null || text.trim() === '' ? onCompose(id) : await reply(id, text);
      case 'open':
        return onShow(id);
    }
  };
}
