import type { Translate } from '../../i18n/translate.ts';
import type { NotificationStep } from '../../preload/desktop-contract.ts';

/** What became of a notification in one step, and why, in words. */
export function stepText(t: Translate, { step, reason }: NotificationStep): string {
  if (reason === null) return t(`notificationStep.${step}`);
  return t('notificationStep.because', {
    step: t(`notificationStep.${step}`),
    reason: t(`notificationReason.${reason}`),
  });
}
