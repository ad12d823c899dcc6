import { bridge } from '../bridge.ts';

/** Opens a web or mail address in the person's own browser or mail program: the page itself never goes anywhere. */
export const openLink = (url: string): void => void bridge.call('link.open', { url });
