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

/** Chromium's ERR_FILE_NOT_FOUND. */
const notFound = -6;

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

/**
 * Serves the built pages. After `ready`. By the older kind of handler, which names files: one that answers with a
 * `Response` has Node load its whole HTTP client first, and the window waits a tenth of a second longer. `onAsked`: a
 * page has asked for this file.
 */
export function serveApp(folder: string, onAsked: (file: string) => void): void {
  protocol.registerFileProtocol('app', (request, answer) => {
    const file = fileFor(request.url, folder);
    if (file === null) return answer({ error: notFound });
    answer({
      path: file,
      headers: {
        'content-type': contentTypes[path.extname(file)] ?? '',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
      },
    });
    onAsked(file);
  });
}
