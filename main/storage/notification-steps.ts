import type { Absence, NotificationStep, NotificationStory } from '../../preload/desktop-contract.ts';
import type { Instant, RequestId } from '../../protocol/ids.ts';
import type { Statements } from './statements.ts';

/** What the console was, from a moment on. `started`: it runs, and has not reached the relay yet. */
export type Phase = 'started' | 'live' | Absence;

const keptSteps = 5_000;
const keptPhases = 1_000;
const shownAtOnce = 100;

export const storyQuery =
  'SELECT at, request_id AS requestId, kind, step, reason FROM notification_steps WHERE request_id = ? ORDER BY place';

/** The bounded record of what became of notifications (spec 8.3). */
export function createNotificationSteps(cache: Statements) {
  /** Why there is nothing about a request that came at this moment. */
  function absenceAt(at: Instant): Absence | null {
    const before = cache.one('SELECT phase FROM console_phases WHERE at <= ? ORDER BY at DESC LIMIT 1', at);
    const after = cache.one('SELECT phase FROM console_phases WHERE at > ? ORDER BY at LIMIT 1', at);
    // Before the first phase, and between the last word of a console that was killed and its next start, it did not run.
    if (before === undefined || after?.['phase'] === 'started') return 'not-running';
    const phase = before['phase'] as Phase;
    if (phase === 'live') return null;
    return phase === 'started' ? 'offline' : phase;
  }

  return {
    addNotificationSteps: (steps: readonly NotificationStep[]): void =>
      cache.transaction(() => {
        for (const { at, requestId, kind, step, reason } of steps) {
          cache.run(
            'INSERT INTO notification_steps (at, request_id, kind, step, reason) VALUES (?, ?, ?, ?, ?)',
            at,
            requestId,
            kind,
            step,
            reason,
          );
        }
        cache.run(
          'DELETE FROM notification_steps WHERE place <= (SELECT max(place) FROM notification_steps) - ?',
          keptSteps,
        );
      }),
    /** From this moment on the console is in this phase; the same again changes nothing. */
    addPhase: (at: Instant, phase: Phase): void => {
      const last = cache.one('SELECT phase FROM console_phases ORDER BY at DESC LIMIT 1');
      if (last?.['phase'] === phase) return;
      cache.run('INSERT OR REPLACE INTO console_phases (at, phase) VALUES (?, ?)', at, phase);
      cache.run(
        'DELETE FROM console_phases WHERE at <= (SELECT at FROM console_phases ORDER BY at DESC LIMIT 1 OFFSET ?)',
        keptPhases,
      );
    },
    readNotificationStory: (id: RequestId): NotificationStory => {
      const steps = cache.many(storyQuery, id) as NotificationStep[];
      if (steps.length > 0) return { steps, absence: null };
      const request = cache.one('SELECT created_at FROM requests WHERE id = ?', id);
      return { steps, absence: request === undefined ? null : absenceAt(Number(request['created_at'])) };
    },
    readNotificationHistory: (): NotificationStep[] =>
      cache.many(
        'SELECT at, request_id AS requestId, kind, step, reason FROM notification_steps ORDER BY place DESC LIMIT ?',
        shownAtOnce,
      ) as NotificationStep[],
  };
}
