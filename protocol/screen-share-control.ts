// Without zod: both the customer's page and the technician's window read this. What travels over the built-in view's own
// connection, beside the picture, so that it goes on while the relay is away.

export type ScreenShareControl =
  /** The technician points at a place of the picture, of 0..1 each; `press` for a click. */
  | { kind: 'point'; x: number; y: number; press: boolean }
  /** The technician's pointer left the picture. */
  | { kind: 'unpoint' }
  /** The sender pauses, or goes on; each side lifts only its own pause. */
  | { kind: 'pause'; paused: boolean };

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

export const formatControl = (control: ScreenShareControl): string => JSON.stringify(control);

/** Reads what the other side sent; null for anything else. */
export function parseControl(data: unknown): ScreenShareControl | null {
  if (typeof data !== 'string' || data.length > 200) return null;
  let given: unknown;
  try {
    given = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof given !== 'object' || given === null) return null;
  const { kind, x, y, press, paused } = given as Record<string, unknown>;
  if (kind === 'unpoint') return { kind };
  if (kind === 'pause' && typeof paused === 'boolean') return { kind, paused };
  if (kind === 'point' && isShare(x) && isShare(y) && typeof press === 'boolean') return { kind, x, y, press };
  return null;
}
