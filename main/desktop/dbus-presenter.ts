import type { Message, MessageBus, Variant } from 'dbus-native';
import { escapedInText } from '../../i18n/markup.ts';
import type { Bubble, BubbleAction } from './bubbles.ts';
import type { BubbleEvent, Presenter, Shown } from './presenter.ts';

// Desktop Notifications Specification 1.2, https://specifications.freedesktop.org/notification/1.2/. Electron's own
// notifications offer no actions on Linux and do not tell a dismissal from a time-out.

const service = 'org.freedesktop.Notifications';
const objectPath = '/org/freedesktop/Notifications';
const answerMs = 5_000;
const [normal, critical] = [1, 2];
const [byTime, byPerson] = [1, 2];

export type DbusPresenterParts = {
  appName: string;
  /** Path of a picture. */
  icon: string;
  /** Name of the console's desktop file, without the ending. */
  desktopEntry: string;
  /** What cannot be told anybody else: the bus is gone. */
  onError: (error: unknown) => void;
};

/** The bus, what the desktop's notification service can do, and how a value of a type of its own is written. */
type Desk = { bus: MessageBus; can: ReadonlySet<string>; Variant: typeof Variant };
type Live = { told: (event: BubbleEvent) => void };

/** Notifications of Linux desktops, by the session bus; with actions, where the desktop's notification service has them. */
export function createDbusPresenter({ appName, icon, desktopEntry, onError }: DbusPresenterParts): Presenter {
  const shown = new Map<number, Live>();
  let opened: Promise<Desk> | null = null;

  function call<T>(bus: MessageBus, member: string, signature = '', body: unknown[] = [], then?: (value: T) => void) {
    return new Promise<T>((resolve, reject) => {
      const message: Message = { destination: service, path: objectPath, interface: service, member, signature, body };
      bus.invoke(message, { timeout: answerMs }, (error, value: T) => {
        if (error !== null) return reject(error);
        // Before the next message is looked at, which may be about this very answer.
        then?.(value);
        resolve(value);
      });
    });
  }

  function listen(bus: MessageBus): void {
    const on = (member: string, then: (id: number, value: never) => void): void => {
      bus.signals.on(bus.mangle(objectPath, service, member), (body: [number, never]) => then(...body));
    };
    on('ActionInvoked', (id, key: string) => {
      const live = shown.get(id);
      if (key === 'default') live?.told({ kind: 'clicked' });
      else if (key === 'reply') live?.told({ kind: 'replied', text: null });
      else live?.told({ kind: 'acted', action: key as Exclude<BubbleAction, 'reply'> });
    });
    on('NotificationReplied', (id, text: string) => shown.get(id)?.told({ kind: 'replied', text }));
    on('NotificationClosed', (id, reason: number) => {
      const live = shown.get(id);
      shown.delete(id);
      if (reason === byTime) live?.told({ kind: 'closed', by: 'time' });
      if (reason === byPerson) live?.told({ kind: 'closed', by: 'person' });
    });
  }

  async function open(): Promise<Desk> {
    // Only here: the console's start does not wait for it, and other systems never load it.
    const { sessionBus, Variant } = await import('dbus-native');
    const bus = sessionBus();
    bus.connection.on('error', onError);
    bus.connection.on('close', () => {
      opened = null;
      shown.clear();
    });
    listen(bus);
    // From whoever has the name: what others send in its name never arrives.
    await bus.addMatch(`type='signal',sender='${service}',interface='${service}'`);
    return { bus, can: new Set(await call<string[]>(bus, 'GetCapabilities')), Variant };
  }
  function ready(): ReturnType<typeof open> {
    opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  async function notify(bubble: Bubble, replaces: number, live: Live): Promise<number> {
    const { bus, can, Variant } = await ready();
    const keyOf = (id: BubbleAction): string => (id === 'reply' && can.has('inline-reply') ? 'inline-reply' : id);
    const offered = bubble.actions.flatMap(({ id, text }) => [keyOf(id), text]);
    const hints = {
      urgency: new Variant('y', bubble.stays ? critical : normal),
      'desktop-entry': new Variant('s', desktopEntry),
      category: new Variant('s', 'im.received'),
      // The console has sounds of its own.
      'suppress-sound': new Variant('b', true),
    };
    const body = can.has('body-markup') ? escapedInText(bubble.body) : bubble.body;
    const actions = can.has('actions') ? ['default', bubble.open, ...offered] : [];
    const expires = bubble.stays ? 0 : -1;
    const values = [appName, replaces, icon, bubble.title, body, actions, hints, expires];
    return await call<number>(bus, 'Notify', 'susssasa{sv}i', values, (id) => {
      if (replaces !== 0 && replaces !== id) shown.delete(replaces);
      shown.set(id, live);
    });
  }

  function show(bubble: Bubble, told: (event: BubbleEvent) => void): Shown {
    const live: Live = { told };
    // One call after the other: the second needs the number that the first is given.
    let last: Promise<number> = Promise.resolve(0);
    const put = (next: Bubble): void => {
      last = last.then(async (id) => {
        try {
          // What is gone from the screen by now is not there to be replaced.
          const given = await notify(next, shown.get(id) === live ? id : 0, live);
          told({ kind: 'shown' });
          return given;
        } catch (error) {
          onError(error);
          told({ kind: 'failed', reason: 'no-service' });
          return 0;
        }
      });
    };
    put(bubble);
    return {
      replace: put,
      close: () => {
        last = last.then(async (id) => {
          if (shown.get(id) !== live) return 0;
          shown.delete(id);
          await ready()
            .then(({ bus }) => call(bus, 'CloseNotification', 'u', [id]))
            .catch(onError);
          return 0;
        });
      },
    };
  }

  /** Whether the desktop keeps notifications back at the moment; each desktop that says so says it in its own way. */
  async function isHeldBack(bus: MessageBus): Promise<boolean> {
    const asks = [
      [service, 'Inhibited'],
      ['org.dunstproject.cmd0', 'paused'],
    ] as const;
    const answers = asks.map(
      ([of, property]) =>
        new Promise<boolean>((resolve) => {
          const message: Message = {
            destination: service,
            path: objectPath,
            interface: 'org.freedesktop.DBus.Properties',
            member: 'Get',
            signature: 'ss',
            body: [of, property],
          };
          bus.invoke(message, { timeout: answerMs }, (error, value) => resolve(error === null && value === true));
        }),
    );
    return (await Promise.all(answers)).includes(true);
  }

  return {
    show,
    test: async (bubble) => {
      const outcome = new Promise<BubbleEvent>((resolve) => show(bubble, resolve));
      if ((await outcome).kind === 'failed') return 'no-service';
      return (await isHeldBack((await ready()).bus)) ? 'held-back' : 'shown';
    },
    close: async () => {
      if (opened === null) return;
      const ids = [...shown.keys()];
      shown.clear();
      const { bus } = await opened;
      await Promise.all(ids.map((id) => call(bus, 'CloseNotification', 'u', [id]))).catch(onError);
      bus.connection.end();
    },
  };
}
