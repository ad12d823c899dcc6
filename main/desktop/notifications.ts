import { Notification } from 'electron/main';
import type { Translator } from '../../i18n/translate.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { News } from '../storage/news.ts';
import { decide, newsKey, type Decision, type Desk } from './notification-policy.ts';

type Shown = Exclude<News, { kind: 'taken' }>;

export type NotificationParts = {
  translator: () => Translator;
  desk: () => Omit<Desk, 'seen'>;
  /** Message texts stay off the screen. */
  isPrivate: () => boolean;
  onClick: (id: RequestId) => void;
  onDecision: (news: Shown, decision: Decision) => void;
};
export type Notifications = ReturnType<typeof createNotifications>;

/** So many of one kind at once become one that counts them. */
const most = 3;
const remembered = 5_000;

/** Shows news as notifications of the operating system: one an event, gone when somebody took the request. */
export function createNotifications({ translator, desk, isPrivate, onClick, onDecision }: NotificationParts) {
  const open = new Map<RequestId, Set<Notification>>();
  const seen = new Set<string>();

  function show(title: string, body: string, ids: readonly RequestId[]): void {
    const notification = new Notification({ title, body });
    const [first] = ids;
    notification.on('click', () => first !== undefined && onClick(first));
    for (const id of ids) open.set(id, (open.get(id) ?? new Set()).add(notification));
    notification.show();
  }

  function textOf(news: Shown): [title: string, body: string] {
    const { t } = translator();
    switch (news.kind) {
      case 'request':
        return [
          t('notification.request', { customer: news.customer, company: news.company }),
          isPrivate() ? '' : news.subject,
        ];
      case 'offered':
        return [t('notification.offered', { by: news.by }), isPrivate() ? '' : news.subject];
      case 'message':
        return [t('notification.message', { customer: news.customer }), isPrivate() ? '' : news.text.slice(0, 200)];
    }
  }

  function withdraw(id: RequestId): void {
    for (const notification of open.get(id) ?? []) notification.close();
    open.delete(id);
  }

  return {
    tell: (news: readonly News[]): void => {
      for (const item of news) if (item.kind === 'taken') withdraw(item.id);
      const wanted = news.filter((item): item is Shown => {
        if (item.kind === 'taken') return false;
        const decision = decide(item, { ...desk(), seen: (key) => seen.has(key) });
        seen.add(newsKey(item));
        onDecision(item, decision);
        return decision.show;
      });
      if (seen.size > remembered) for (const key of [...seen].slice(0, remembered / 2)) seen.delete(key);
      if (wanted.length <= most) for (const item of wanted) show(...textOf(item), [item.id]);
      else
        show(
          translator().t('notification.many', { count: wanted.length }),
          '',
          wanted.map((item) => item.id),
        );
    },
    /** The person looks at this request now. */
    withdraw,
  };
}
