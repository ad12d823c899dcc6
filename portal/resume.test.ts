import { describe, expect, it } from 'vitest';
import { RequestId } from '../protocol/ids.ts';
import { embedFragment } from '../protocol/links.ts';
import { createResume, linkTo, newRequestLink, type Own } from './resume.ts';
import { createSaved } from './saved.ts';
import { memoryStorage } from './testing/storage.ts';

const own = (id: number): Own => ({ id: RequestId.parse(id), secret: `${id}`.padEnd(43, 's') });

/** A browser with an address bar that remembers; `open` is a new page in it. */
function browser() {
  const storage = memoryStorage();
  const open = (fragment: string) => {
    const bar = { fragment };
    const address = { fragment: () => bar.fragment, replace: (next: string) => void (bar.fragment = next) };
    return { bar, ...createResume(createSaved(storage, 'acme'), address) };
  };
  return { open };
}

describe('where a customer is', () => {
  it('is the form for a first visit', () => expect(browser().open('').place()).toEqual({ kind: 'form', back: null }));

  it('is the own request after closing and opening the page', () => {
    const { open } = browser();
    open('').keep(own(1));
    expect(open('').place()).toEqual({ kind: 'request', own: own(1) });
  });

  it('is the request of the link, whatever this browser kept', () => {
    const { open } = browser();
    open('').keep(own(1));
    expect(open(linkTo(own(2))).place()).toEqual({ kind: 'request', own: own(2) });
  });

  it('stays in the address, to be bookmarked', () => {
    const page = browser().open('');
    page.keep(own(1));
    expect(page.bar.fragment).toBe(linkTo(own(1)));
  });

  it('is the form for who wants a new request, with a way back', () => {
    const { open } = browser();
    open('').keep(own(1));
    expect(open(newRequestLink).place()).toEqual({ kind: 'form', back: own(1) });
  });

  it('is the form after the request was seen closed, unless the link asks for it', () => {
    const { open } = browser();
    const page = open('');
    page.keep(own(1));
    page.markOver(own(1));
    page.keep(own(1));
    expect(open('').place()).toMatchObject({ kind: 'form', back: own(1) });
    expect(open(linkTo(own(1))).place()).toEqual({ kind: 'request', own: own(1) });
  });

  it('is the form after the relay did not know the request; another one is not forgotten with it', () => {
    const { open } = browser();
    const page = open('');
    page.keep(own(1));
    page.forget(own(2));
    expect(open('').place()).toEqual({ kind: 'request', own: own(1) });
    page.forget(own(1));
    expect(open('').place()).toEqual({ kind: 'form', back: null });
  });
});

describe('the page that embeds the portal', () => {
  it('is told by the fragment, which is then taken out of the address', () => {
    const page = browser().open(`#${embedFragment('https://acme.example/shop')}`);
    expect(page.takeEmbeddingPage()).toBe('https://acme.example/shop');
    expect(page.bar.fragment).toBe('');
  });

  it('leaves a link to a request alone', () => {
    const page = browser().open(linkTo(own(1)));
    expect(page.takeEmbeddingPage()).toBe('');
    expect(page.bar.fragment).toBe(linkTo(own(1)));
  });
});
