import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translatorOf } from './catalogues.ts';
import { transcriptHtml, transcriptText, type TranscriptHead, type TranscriptLine } from './transcript.ts';

const at = new Date(2026, 10, 24, 9, 30).getTime();
const head: TranscriptHead = {
  id: 1_001,
  subject: 'The invoice opens blank',
  customer: 'Carla Verdi',
  company: 'Acme',
  createdAt: at,
  closedAt: null,
};
const says = (text: string, name = 'Carla Verdi'): TranscriptLine => ({
  kind: 'text',
  at,
  name,
  side: 'customer',
  text,
});
const file: TranscriptLine = {
  kind: 'file',
  at,
  name: 'Anna Bianchi',
  side: 'team',
  file: { name: 'Instructions.pdf', size: 43_008 },
};
const joined: TranscriptLine = {
  kind: 'event',
  at,
  name: 'Anna Bianchi',
  otherName: null,
  event: { type: 'joined', technicianId: 't' as never },
};
const english = translatorOf('en');
const italian = translatorOf('it');

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</p></li></ol></body><iframe src="https://evil.example">',
  '" onload="alert(1)',
  "javascript:alert('1')",
  '&lt;b&gt;',
  '\u202Egnp.exe',
  '\u0000\u0007\u001b[31m',
  'x'.repeat(100_000),
  '🦄'.repeat(5_000),
];

describe('a transcript', () => {
  it('tells what was said, what happened and which files were sent, in the reader’s language', () => {
    const lines = [says('It is blank.\nAll of it.'), joined, file];
    const text = transcriptText(english, head, lines);
    expect(text).toContain('Transcript of support request 1001');
    expect(text).toContain('It is blank.\u2069\n    \u2068All of it.');
    expect(text).toContain('Instructions.pdf (42 kB)');
    expect(text.match(/Instructions\.pdf/g)).toHaveLength(2);
    expect(transcriptText(italian, head, lines)).toContain('Trascrizione della richiesta di supporto 1001');
    expect(transcriptHtml(italian, head, lines)).toContain('<html lang="it">');
  });

  it.each(hostile)('shows %j as text, wherever it stands', (words) => {
    const lines = [says(words, words), { ...file, name: words, file: { name: words, size: 1 } }];
    const everywhere = { ...head, subject: words, customer: words, company: words };
    const html = transcriptHtml(english, everywhere, lines);
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)[^>]*>/g)].map(([, tag]) => tag));
    const ours = 'html head meta title style body h1 h2 p dl dt dd ol ul li span bdi time'.split(' ');
    expect([...tags].filter((tag) => !ours.includes(tag ?? ''))).toEqual([]);
    expect(html).not.toMatch(/\son[a-z]+\s*=\s*["'][^"']*["'][^<]*>/i);
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
  });

  it('lets nothing that turns the direction of writing reach beyond its own words', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\u202E', '\u2066', '\u2067', ' ', 'ש') }), (words) => {
        for (const line of transcriptText(english, head, [says(words)]).split('\n')) {
          // An isolate ends all embeddings and overrides in it; isolates of the text itself end with its paragraph.
          const opened = [...line].filter((sign) => sign === '\u2068').length;
          const closed = [...line].filter((sign) => sign === '\u2069').length;
          expect(opened).toBe(closed);
        }
      }),
    ));
});
