import type { CustomerScreenShare } from '../protocol/screen-share.ts';
import { h } from './elements.ts';
import type { OwnRequest } from './own-request.ts';
import type { Page } from './page.ts';
import type { SharePanel } from './share-screen.ts';

/** Where screen sharing stands in the page. What it takes is loaded when a technician first asks for it. */
export function createShareSlot(page: Page, sharing: OwnRequest['sharing']) {
  const element = h('div', { class: 'share-slot', hidden: true });
  let panel: SharePanel | null = null;
  let loading: Promise<void> | null = null;
  let wanted: CustomerScreenShare | null = null;
  let isEnded = false;

  async function load(): Promise<void> {
    const { openSharePanel } = await import('./share-screen.ts');
    if (isEnded) return;
    panel = openSharePanel({ page, sharing, element });
    panel.show(wanted);
  }

  return {
    element,
    show: (share: CustomerScreenShare | null): void => {
      wanted = share;
      if (panel !== null) panel.show(share);
      // A page that could not load it asks again with the next update.
      else if (share !== null) loading ??= load().catch(() => void (loading = null));
    },
    end: (): void => {
      isEnded = true;
      panel?.end();
    },
  };
}
