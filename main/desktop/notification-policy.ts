import type { News } from '../storage/news.ts';

/** What of the desk decides whether news becomes a notification. */
export type Desk = {
  /** The person wants notifications at all. */
  enabled: boolean;
  /** The window has the focus, and what it shows. */
  focused: boolean;
  onScreen: number | null;
  /** Whether these news have been shown before. */
  seen: (key: string) => boolean;
};
export type Decision =
  { show: true } | { show: false; reason: 'notifications-off' | 'on-screen' | 'already-shown' | 'window-focused' };

/** What makes two pieces of news the same event. */
export function newsKey(news: Exclude<News, { kind: 'taken' }>): string {
  if (news.kind === 'message') return `message ${news.messageId}`;
  return news.kind === 'offered' ? `offered ${news.id} ${news.at}` : `request ${news.id}`;
}

/** Whether news becomes a notification of the operating system, and if not, why (spec 2 Desktop integration). */
export function decide(news: Exclude<News, { kind: 'taken' }>, desk: Desk): Decision {
  if (!desk.enabled) return { show: false, reason: 'notifications-off' };
  if (desk.seen(newsKey(news))) return { show: false, reason: 'already-shown' };
  if (desk.focused && desk.onScreen === news.id) return { show: false, reason: 'on-screen' };
  if (desk.focused) return { show: false, reason: 'window-focused' };
  return { show: true };
}
