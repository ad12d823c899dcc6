import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components';
import { bridge } from '../bridge.ts';
import { useAccount } from '../state/account.ts';
import { useConnection } from '../state/connection.ts';
import { useSettings } from '../state/settings.ts';
import { useTranslator } from '../state/translator.ts';
import { openView, useView } from './view.ts';
import { ScreenShareWindow } from './window.tsx';

// The Screen sharing window: one request's session, opened and closed by the main process.

const report = (error: unknown): void => {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  void bridge.call('page.failed', { message: message.slice(0, 10_000) });
};
window.addEventListener('error', (event) => report(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => report(event.reason));

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

const [app, settings, account, connection] = await Promise.all([
  bridge.call('app.read', {}),
  bridge.call('settings.read', {}),
  bridge.call('account.read', {}),
  bridge.call('connection.read', {}),
]);
useSettings.setState({ app, settings });
useAccount.setState(account, true);
useConnection.setState(connection, true);
bridge.on('settings.changed', (next) => useSettings.setState({ settings: next }));
bridge.on('account.changed', (next) => useAccount.setState(next, true));
bridge.on('connection.changed', (next) => useConnection.setState(next, true));
await openView();
const root = document.getElementById('root');
if (root === null) throw new Error('screen-share.html has the root');
createRoot(root, { onUncaughtError: report, onRecoverableError: report }).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
