import type { DoNotDisturb, SelfTest } from '../../preload/desktop-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import type { Storage } from '../storage/storage.ts';
import type { Handlers } from './bridge.ts';

/** What pages may ask of the desktop. */
export type DesktopDoors = {
  test: () => Promise<SelfTest>;
  doNotDisturb: (choice: DoNotDisturb) => void;
  pageOpened: () => void;
  popOut: (id: RequestId) => void;
};

/** What the methods about the desktop do, a line each. */
export const createDesktopHandlers = (
  desktop: DesktopDoors,
  storage: Storage,
): Pick<
  Handlers,
  | 'notification.test'
  | 'notification.story'
  | 'notification.history'
  | 'doNotDisturb.set'
  | 'page.opened'
  | 'chat.popOut'
> => ({
  'notification.test': () => desktop.test(),
  'notification.story': ({ id }) => storage.readNotificationStory(id),
  'notification.history': () => storage.readNotificationHistory(),
  'doNotDisturb.set': ({ choice }) => {
    desktop.doNotDisturb(choice);
    return {};
  },
  'page.opened': () => {
    desktop.pageOpened();
    return {};
  },
  'chat.popOut': ({ id }) => {
    desktop.popOut(id);
    return {};
  },
});
