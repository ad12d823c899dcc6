import { create } from 'zustand';
import type { Refusal } from '../../protocol/errors.ts';
import type { Reach, ReachChoice, ReachMethod, ReachTest } from '../../protocol/reach.ts';
import { bridge } from '../bridge.ts';
import type { Trial } from './self-test.ts';

/** What came of a test: what the relay says of it, or why it would not try. */
export type ReachTrial = Trial<ReachTest | Refusal>;

type ReachState = {
  /** How the relay reaches me; null until it has told. */
  reach: Reach | null;
  /** What it would not have changed, by method. */
  refusals: Partial<Record<ReachMethod, Refusal>>;
  trials: Partial<Record<ReachMethod, ReachTrial>>;
};

const nothing: ReachState = { reach: null, refusals: {}, trials: {} };

/** By which methods the relay reaches me, as it told when it was last asked. */
export const useReach = create<ReachState>(() => nothing);

/** Asks the relay. What was known before may be another technician's. */
export async function readReach(): Promise<void> {
  useReach.setState(nothing);
  const answer = await bridge.call('reach.read', {});
  if (answer.ok) useReach.setState({ reach: answer.value });
}

/** Changes how a method reaches me: at once here, and back again if the relay won't have it. */
export async function setReach(choice: ReachChoice): Promise<void> {
  const { method } = choice;
  const before = useReach.getState().reach;
  if (before === null) return;
  const methods = before.methods.map((known) => (known.method === method ? { ...known, ...choice } : known));
  useReach.setState(({ trials }) => ({ reach: { ...before, methods }, trials: { ...trials, [method]: null } }));
  const answer = await bridge.call('reach.set', choice);
  useReach.setState(({ reach, refusals }) => {
    const { [method]: _solved, ...others } = refusals;
    return answer.ok ? { reach, refusals: others } : { reach: before, refusals: { ...others, [method]: answer } };
  });
}

/** Has the relay send a test to where the method reaches me, and keeps what came of it. */
export async function testReach(method: ReachMethod): Promise<void> {
  const note = (trial: ReachTrial): void =>
    useReach.setState(({ trials }) => ({ trials: { ...trials, [method]: trial } }));
  note({ kind: 'under-way' });
  const answer = await bridge.call('reach.test', { method });
  note({ kind: 'done', result: answer.ok ? answer.value : answer });
}

export const copySecret = (secret: string): void => void bridge.call('text.copy', { text: secret });
