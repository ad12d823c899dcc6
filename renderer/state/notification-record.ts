import { useEffect, useState } from 'react';
import type { NotificationStep, NotificationStory } from '../../preload/desktop-contract.ts';
import type { RequestId } from '../../protocol/ids.ts';
import { bridge } from '../bridge.ts';

/** Whether and how this computer notified me of a request; null until it is read. `changed` makes it look again. */
export function useNotificationStory(id: RequestId, changed: unknown): NotificationStory | null {
  const [story, setStory] = useState<NotificationStory | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void bridge.call('notification.story', { id }).then((read) => {
      if (isCurrent) setStory(read);
    });
    return () => {
      isCurrent = false;
    };
  }, [id, changed]);
  return story;
}

/** What became of the last notifications on this computer, newest first, as of when it is first looked at. */
export function useNotificationHistory(): readonly NotificationStep[] {
  const [steps, setSteps] = useState<readonly NotificationStep[]>([]);
  useEffect(() => {
    void bridge.call('notification.history', {}).then(setSteps);
  }, []);
  return steps;
}
