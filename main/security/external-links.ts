/** The address if it may be opened outside the console: web pages and mail, nothing that could start a program. */
export function externalLink(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed !== null && ['https:', 'http:', 'mailto:'].includes(parsed.protocol) ? parsed.href : null;
}
