import type { DoNotDisturb } from '../../preload/desktop-contract.ts';
import { bridge } from '../bridge.ts';
import { useNow } from './clock.ts';
import { useSetting } from './settings.ts';

/** Until when nothing disturbs, if it is so now. */
export function useDisturbedUntil(): number | 'turned-off' | null {
  const until = useSetting('doNotDisturbUntil');
  const now = useNow();
  return until === 'turned-off' || (until !== null && until > now) ? until : null;
}

/** From now on, for so long, nothing disturbs; or it may again. */
export const setDoNotDisturb = (choice: DoNotDisturb): void => void bridge.call('doNotDisturb.set', { choice });
