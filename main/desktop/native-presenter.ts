import { Notification } from 'electron/main';
import type { RequestId } from '../../protocol/ids.ts';
import { requestOfActivation } from './activation.ts';
import type { Bubble } from './bubbles.ts';
import type { BubbleEvent, Presenter, Shown } from './presenter.ts';

const answerMs = 5_000;

/** Notifications of macOS and Windows. Both have buttons and a field to reply in; Windows can keep one on the screen. */
export function createNativePresenter(icon: string, onActivated: (id: RequestId) => void): Presenter {
  // Held here, or they would be forgotten with their listeners while they are on the screen.
  const open = new Set<Notification>();

  // A click in the notification centre, on what was shown before this console was started (Windows, newer Electrons).
  if ('handleActivation' in Notification) {
    Notification.handleActivation(({ arguments: activation }) => {
      const id = open.size === 0 ? requestOfActivation(activation) : null;
      if (id !== null) onActivated(id);
    });
  }

  function put({ key, title, body, stays, actions }: Bubble, told: (event: BubbleEvent) => void): Notification {
    const buttons = actions.flatMap(({ id, text }) => (id === 'reply' ? [] : [{ id, text }]));
    const reply = actions.find(({ id }) => id === 'reply');
    const notification = new Notification({
      id: key,
      title,
      body,
      icon,
      silent: true, // The console has sounds of its own.
      timeoutType: stays ? 'never' : 'default',
      actions: buttons.map(({ text }) => ({ type: 'button', text })),
      ...(reply === undefined ? {} : { hasReply: true, replyPlaceholder: reply.text }),
    });
    notification.on('show', () => told({ kind: 'shown' }));
    notification.on('failed', () => told({ kind: 'failed', reason: 'refused-by-system' }));
    notification.on('click', () => told({ kind: 'clicked' }));
    notification.on('action', ({ actionIndex }, index) => {
      const button = buttons[actionIndex ?? index];
      if (button !== undefined) told({ kind: 'acted', action: button.id });
    });
    notification.on('reply', ({ reply: text }, given) => told({ kind: 'replied', text: text ?? given }));
    notification.on('close', ({ reason }) => {
      if (open.delete(notification)) told({ kind: 'closed', by: reason === 'timedOut' ? 'time' : 'person' });
    });
    open.add(notification);
    notification.show();
    return notification;
  }

  function show(bubble: Bubble, told: (event: BubbleEvent) => void): Shown {
    let current = put(bubble, told);
    const close = (): void => {
      // Not in the set any more, so that its `close` is not taken for the person's.
      open.delete(current);
      current.close();
    };
    return {
      close,
      replace: (next) => {
        close();
        current = put(next, told);
      },
    };
  }

  return {
    show,
    test: (bubble) =>
      new Promise((resolve) => {
        if (!Notification.isSupported()) return resolve('no-service');
        const waiting = setTimeout(() => resolve('no-answer'), answerMs);
        show(bubble, ({ kind }) => {
          clearTimeout(waiting);
          resolve(kind === 'failed' ? 'refused-by-system' : 'shown');
        });
      }),
    close: async () => {
      const all = [...open];
      open.clear();
      for (const notification of all) notification.close();
    },
  };
}
