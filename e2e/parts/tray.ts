import { defineInterface, sessionBus, Variant, type Message, type MessageBus } from 'dbus-native';
import { expect } from '@playwright/test';

// A desktop's tray in the hands of a test, by https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ and
// com.canonical.dbusmenu: whoever registers an item here is asked for what a panel would show of it.

const watcher = 'org.kde.StatusNotifierWatcher';
const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';

/** An entry of a tray's menu, as a panel would show it. */
export type TrayMenuEntry = {
  label: string;
  enabled: boolean;
  checked: boolean;
  entries: TrayMenuEntry[];
  press: () => Promise<void>;
};

/** A program's item in the tray. */
export type TrayItem = {
  tooltip: () => Promise<string>;
  /** The picture's bytes: equal for equal pictures. */
  picture: () => Promise<string>;
  menu: () => Promise<TrayMenuEntry[]>;
  /** The entry at this path of labels, once it is there. */
  entry: (...labels: readonly (string | RegExp)[]) => Promise<TrayMenuEntry>;
  /** A click on the picture. */
  click: () => Promise<void>;
};

export type Tray = {
  /** The item that was registered last, once there is one. */
  item: () => Promise<TrayItem>;
  /** Forgets what was registered: the next item is a new one. */
  forget: () => void;
  end: () => void;
};

type Layout = [id: number, properties: Record<string, unknown>, children: Layout[]];

function createItem(bus: MessageBus, destination: string, path: string): TrayItem {
  const call = async <T>(of: string, at: string, member: string, signature: string, body: unknown[]): Promise<T> => {
    const message: Message = { destination, path: at, interface: of, member, signature, body };
    return await bus.invoke<T>(message, { timeout: 5_000 });
  };
  const property = <T>(name: string): Promise<T> =>
    call<T>('org.freedesktop.DBus.Properties', path, 'Get', 'ss', [itemInterface, name]);

  async function menu(): Promise<TrayMenuEntry[]> {
    const at = await property<string>('Menu');
    const [, root] = await call<[number, Layout]>(menuInterface, at, 'GetLayout', 'iias', [0, -1, []]);
    const entryOf = ([id, properties, children]: Layout): TrayMenuEntry => ({
      label: properties['type'] === 'separator' ? '-' : ((properties['label'] as string | undefined) ?? ''),
      enabled: properties['enabled'] !== false,
      checked: properties['toggle-state'] === 1,
      entries: children.map(entryOf),
      press: () => call(menuInterface, at, 'Event', 'isvu', [id, 'clicked', new Variant('s', ''), 0]),
    });
    return root[2].map(entryOf);
  }
  async function find(labels: readonly (string | RegExp)[]): Promise<TrayMenuEntry | undefined> {
    let entries = await menu();
    let found: TrayMenuEntry | undefined;
    for (const label of labels) {
      found = entries.find((entry) => (typeof label === 'string' ? entry.label === label : label.test(entry.label)));
      if (found === undefined) return undefined;
      entries = found.entries;
    }
    return found;
  }

  return {
    tooltip: async () => {
      const [, , title, text] = await property<[string, unknown, string, string]>('ToolTip');
      return `${title}${text}`;
    },
    picture: async () => JSON.stringify(await property('IconPixmap')),
    menu,
    entry: async (...labels) => {
      await expect.poll(() => find(labels), { message: `the tray's menu has ${labels.join(' > ')}` }).toBeDefined();
      return (await find(labels)) as TrayMenuEntry;
    },
    click: () => call(itemInterface, path, 'Activate', 'ii', [0, 0]),
  };
}

/** Opens a tray on the session bus; programs that start from now on put their items in it. */
export async function openTray(): Promise<Tray> {
  const bus = sessionBus();
  let last: TrayItem | null = null;
  const registered: string[] = [];
  await bus.export(
    '/StatusNotifierWatcher',
    defineInterface({
      name: watcher,
      methods: {
        RegisterStatusNotifierItem: {
          in: { service: 's' },
          handler: ({ service }: { service: string }, { sender = '' }) => {
            // Either its name on the bus, or its place on the connection that registers it.
            const [name, path] = service.startsWith('/') ? [sender, service] : [service, '/StatusNotifierItem'];
            registered.push(`${name}${path}`);
            last = createItem(bus, name, path);
          },
        },
        RegisterStatusNotifierHost: { in: { service: 's' }, handler: () => undefined },
      },
      properties: {
        IsStatusNotifierHostRegistered: { type: 'b', access: 'read', get: () => true },
        ProtocolVersion: { type: 'i', access: 'read', get: () => 0 },
        RegisteredStatusNotifierItems: { type: 'as', access: 'read', get: () => registered },
      },
    }),
  );
  await bus.requestName(watcher, 0);
  return {
    item: async () => {
      await expect.poll(() => last, { message: 'a program puts its item in the tray' }).not.toBeNull();
      return last as unknown as TrayItem;
    },
    forget: () => {
      last = null;
    },
    end: () => void bus.connection.end(),
  };
}
