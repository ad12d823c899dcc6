import type { RequestId } from '../../protocol/ids.ts';

const id = Number(new URLSearchParams(window.location.search).get('request'));

/** The one request that this page is about, in a window of its own; null: it is the console's main window. */
export const ownRequest: RequestId | null = Number.isSafeInteger(id) && id > 0 ? (id as RequestId) : null;
