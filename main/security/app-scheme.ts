import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron/main';

/** Where the console's pages live: a scheme of their own instead of `file:`, so that they have an origin and a policy. */
export const appOrigin = 'app://sportello';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Must run before `ready`. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** The file that a URL of ours names; null for whatever is not a file kind we ship, inside the folder. */
function fileFor(url: string, folder: string): string | null {
  const { host, pathname } = new URL(url);
  if (`app://${host}` !== appOrigin) return null;
  const file = path.normalize(path.join(folder, decodeURIComponent(pathname)));
  return file.startsWith(folder + path.sep) && path.extname(file) in contentTypes ? file : null;
}

/** Serves the built pages. After `ready`. */
export function serveApp(folder: string): void {
  protocol.handle('app', async (request) => {
    const file = fileFor(request.url, folder);
    if (file === null) return new Response(null, { status: 404 });
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': contentTypes[path.extname(file)] ?? '',
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}
