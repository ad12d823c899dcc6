import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestId } from './ids.ts';
import {
  embedFragment,
  parseConsoleLink,
  parseEmbedFragment,
  parseRequestNumber,
  parseResumeFragment,
  requestLink,
  requestPage,
  resumeFragment,
  resumeLink,
} from './links.ts';

const ids = fc.integer({ min: 1, max: 999_999_999_999_999 }).map((id) => RequestId.parse(id));
/** What addresses are made of, and what they are not. (A whole Unicode unit takes fast-check seconds to set up.) */
const texts = fc
  .array(
    fc.oneof(fc.string(), fc.constantFrom('%', '%E0%A4%A', '#', '?', '&', '=', 'è', '😀', '\u202e', '\u0000', '\n')),
  )
  .map((parts) => parts.join(''));
const secrets = fc.stringMatching(/^[A-Za-z0-9_-]{20,200}$/);

describe('links', () => {
  it('reads back the request of a console link, with and without the slash that some systems add', () =>
    fc.assert(
      fc.property(ids, fc.constantFrom('', '/'), (id, slash) => {
        expect(parseConsoleLink(requestLink(id) + slash)).toEqual({ kind: 'request', id });
      }),
    ));

  it("reads back the request of the relay's page for it, wherever the relay is", () =>
    fc.assert(
      fc.property(
        ids,
        fc.constantFrom('https://help.example', 'http://127.0.0.1:8080/', 'https://a.example/relay//'),
        (id, base) => {
          expect(parseRequestNumber(requestPage(base, id).split('/r/').at(-1) ?? '')).toBe(id);
        },
      ),
    ));

  it('reads back request and secret of a resume fragment, with and without #', () =>
    fc.assert(
      fc.property(ids, secrets, fc.constantFrom('', '#'), (id, secret, hash) => {
        expect(parseResumeFragment(hash + resumeFragment(id, secret))).toEqual({ id, secret });
      }),
    ));

  it('reads back the embedding page, whatever its address holds', () =>
    fc.assert(
      fc.property(texts, (rest) => {
        const page = `https://acme.example/${rest}`;
        expect(parseEmbedFragment(`#${embedFragment(page)}`)).toBe(page);
      }),
    ));

  it('takes nothing else, and only ids that the relay gives', () =>
    fc.assert(
      fc.property(texts, (garbage) => {
        const { kind, ...console } = parseConsoleLink(garbage);
        const resume = parseResumeFragment(garbage);
        for (const id of ['id' in console ? console.id : null, resume?.id ?? null]) {
          if (id !== null) expect(RequestId.safeParse(id).success).toBe(true);
        }
        expect(['request', 'unknown']).toContain(kind);
        parseEmbedFragment(garbage);
      }),
    ));

  it.each([
    'request=0.aaaaaaaaaaaaaaaaaaaaaa',
    'request=01.aaaaaaaaaaaaaaaaaaaaaa',
    'request=1.short',
    'request=1.aaaaaaaaaaaaaaaaaaaaaa&x',
    'from=%E0%A4%A',
  ])('refuses %s', (fragment) => {
    expect(parseResumeFragment(fragment)).toBeNull();
    expect(parseEmbedFragment(fragment)).toBeNull();
  });

  it('puts the secret behind the # alone', () => {
    const secret = 's'.repeat(43);
    const url = new URL(resumeLink('https://help.example/', 'acme', RequestId.parse(42), secret));
    expect(url.href.replace(url.hash, '')).toBe('https://help.example/p/acme');
    expect(parseResumeFragment(url.hash)).toEqual({ id: 42, secret });
  });
});
