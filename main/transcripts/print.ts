import { BrowserWindow, session } from 'electron/main';
import { appOrigin } from '../security/app-scheme.ts';

const address = `${appOrigin}/transcript`;

/**
 * Makes a PDF of a page, in a hidden window without scripts, preload or network whose session knows this one page and
 * is forgotten with it.
 */
export async function printPage(html: string): Promise<Uint8Array> {
  const own = session.fromPartition(`transcript-${crypto.randomUUID()}`);
  own.protocol.handle('app', ({ url }) =>
    url === address
      ? new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
      : new Response(null, { status: 404 }),
  );
  own.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: url !== address }));
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { session: own, sandbox: true, contextIsolation: true, javascript: false, spellcheck: false },
  });
  try {
    await window.loadURL(address);
    return await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, generateTaggedPDF: true });
  } finally {
    window.destroy();
  }
}
