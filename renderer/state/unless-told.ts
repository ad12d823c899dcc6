import type { EventName, EventPayload } from '../../preload/contract.ts';
import { bridge } from '../bridge.ts';

/** Asks main how something stands and takes the answer, unless main has told of a change meanwhile, which is newer. */
export async function unlessTold<N extends EventName>(
  name: N,
  ask: () => Promise<EventPayload<N>>,
  take: (payload: EventPayload<N>) => void,
): Promise<void> {
  let isTold = false;
  const stop = bridge.on(name, () => {
    isTold = true;
  });
  const answer = await ask();
  stop();
  if (!isTold) take(answer);
}
