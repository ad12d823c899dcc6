import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components';
import { openView, reportFailure, useView } from '../state/share-view.ts';
import { useTranslator } from '../state/translator.ts';
import { ScreenShareWindow } from './window.tsx';

// The Screen sharing window: one request's session, opened and closed by the main process.

window.addEventListener('error', (event) => reportFailure(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => reportFailure(event.reason));

function Page() {
  const { language, t } = useTranslator();
  const name = useView((state) => state.details?.row.customerName ?? '');
  document.documentElement.lang = language;
  document.title = `${t('screenShare.window')} – ${name}`;
  return (
    <I18nProvider locale={language}>
      <ScreenShareWindow />
    </I18nProvider>
  );
}

await openView();
const root = document.getElementById('root');
if (root === null) throw new Error('screen-share.html has the root');
createRoot(root, { onUncaughtError: reportFailure, onRecoverableError: reportFailure }).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
