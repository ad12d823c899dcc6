import { startChild } from './child.ts';

/** What programs asked the desktop's notification daemon to show, as it went over the session bus. */
export type NotificationLog = {
  /** Resolves with the summary of the first notification, past or future, whose summary or body fits. */
  shown(pattern: RegExp): Promise<string>;
  end(): Promise<unknown>;
};

/** Listens on the session bus; ready when it resolves. */
export async function watchNotifications(): Promise<NotificationLog> {
  const monitor = startChild('dbus-monitor', [
    '--session',
    "interface='org.freedesktop.Notifications',member='Notify',type='method_call'",
  ]);
  // The monitor's own first line: it has the bus's ear from then on.
  await monitor.line(/member=NameAcquired|member=NameLost|signal/);
  return {
    shown: async (pattern) => (await monitor.line(new RegExp(`^\\s*string "(.*(?:${pattern.source}).*)"`))).at(1) ?? '',
    end: () => monitor.end(),
  };
}
