import { startChild } from './child.ts';
import type { Display } from './display.ts';
import { freePort } from './relay.ts';

/** A VNC server that shows a display on loopback to whoever comes. */
export async function startVncServer(display: Display): Promise<{ port: number; end: () => Promise<unknown> }> {
  const port = await freePort();
  const server = startChild('x11vnc', [
    ...['-display', display.name, '-rfbport', String(port), '-localhost', '-nopw', '-noipv6'],
    ...['-forever', '-shared', '-noxdamage'],
  ]);
  await server.line(/^PORT=/);
  return { port, end: () => server.end() };
}
