import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components';
import { App } from './app.tsx';
import { PopOut } from './pop-out/pop-out.tsx';
import { bridge } from './bridge.ts';
import { useTranslator } from './state/translator.ts';
import { ownRequest } from './state/own-request.ts';
import { perform } from './state/perform.ts';
import { playSounds } from './state/sounds.ts';
import { wire } from './state/wire.ts';

const report = (error: unknown): void => {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  void bridge.call('page.failed', { message: message.slice(0, 10_000) });
};
window.addEventListener('error', (event) => report(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => report(event.reason));

/** The page speaks the person's language, and says so to those who read it aloud. */
function Page() {
  const { language } = useTranslator();
  document.documentElement.lang = language;
  // The lists were read before the first rendering: two frames later they are on screen and take input.
  useEffect(() => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        performance.mark('interactive');
        if (ownRequest === null) void bridge.call('page.opened', {});
      }),
    );
  }, []);
  return <I18nProvider locale={language}>{ownRequest === null ? <App /> : <PopOut />}</I18nProvider>;
}

async function begin(): Promise<void> {
  await wire();
  // What is for one window of them all is the main window's.
  if (ownRequest === null) {
    bridge.on('action.invoked', ({ action }) => perform(action));
    playSounds();
  }
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has the root');
  createRoot(root, { onUncaughtError: report, onRecoverableError: report }).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
begin().catch(report);
