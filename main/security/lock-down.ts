import { app, session, type WebContents } from 'electron/main';
import { appOrigin } from './app-scheme.ts';

/** Web contents stay where they are: no navigation, no new windows, no web views, no permissions beyond writing the clipboard. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  // Pages need nothing from the network: what they show comes from the main process.
  session.defaultSession.webRequest.onBeforeRequest((details, decide) => {
    const isOurs = details.url.startsWith(`${appOrigin}/`) || /^(data|devtools|blob):/.test(details.url);
    decide({ cancel: !isOurs });
  });
}
