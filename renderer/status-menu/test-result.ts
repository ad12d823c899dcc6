import type { Translate } from '../../i18n/translate.ts';
import type { SelfTest } from '../../preload/desktop-contract.ts';

/** What a self-test came to, in words: what the operating system said, and what keeps this console quiet all the same. */
export function testResult(t: Translate, { outcome, hindrance }: SelfTest): { text: string; isGood: boolean } {
  const said = t(`selfTest.${outcome}`);
  return {
    text: hindrance === null ? said : `${said} ${t(`selfTest.but.${hindrance}`)}`,
    isGood: outcome === 'shown' && hindrance === null,
  };
}
