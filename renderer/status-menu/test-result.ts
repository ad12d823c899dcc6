import { errorText, type Translate, type Translator } from '../../i18n/translate.ts';
import type { SelfTest } from '../../preload/desktop-contract.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ReachTest } from '../../protocol/reach.ts';

/** What a self-test came to, in words: what the operating system said, and what keeps this console quiet all the same. */
export function testResult(t: Translate, { outcome, hindrance }: SelfTest): { text: string; isGood: boolean } {
  const said = t(`selfTest.${outcome}`);
  return {
    text: hindrance === null ? said : `${said} ${t(`selfTest.but.${hindrance}`)}`,
    isGood: outcome === 'shown' && hindrance === null,
  };
}

/** What a test of a method of the relay's came to, in words; or why it would not try. */
export function reachResult(translator: Translator, result: ReachTest | Refusal): { text: string; isGood: boolean } {
  const { t } = translator;
  if ('code' in result) return { text: errorText(translator, result.code, result.details), isGood: false };
  if (result.outcome === 'delivered') return { text: t('reachTest.delivered'), isGood: true };
  const { reason, said } = result;
  return { text: reason === 'refused' ? t('reachTest.refused', { said }) : t(`reachTest.${reason}`), isGood: false };
}
