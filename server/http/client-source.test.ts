import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClientSource } from './client-source.ts';

const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15';
const chrome = (system: string, mobile = ''): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0${mobile} Safari/537.36`;
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0';

const plain = createClientSource([]);
const words = (touchPoints = 0, platformVersion = '') => ({ touchPoints, platformVersion });

describe('where a page is', () => {
  it.each([
    ['Windows 10', chrome('Windows NT 10.0; Win64; x64'), words(), 'desktop', 'windows', 'Windows 10', 'Chrome 141'],
    [
      'Windows 11, by the page',
      chrome('Windows NT 10.0; Win64; x64'),
      words(10, '15.0.0'),
      'desktop',
      'windows',
      'Windows 11',
      'Chrome 141',
    ],
    [
      'Windows 10, by the page',
      chrome('Windows NT 10.0; Win64; x64'),
      words(0, '10.0.0'),
      'desktop',
      'windows',
      'Windows 10',
      'Chrome 141',
    ],
    ['Safari on a Mac', mac, words(), 'desktop', 'macos', 'macOS', 'Safari 18'],
    [
      'Chrome on a Mac',
      chrome('Macintosh; Intel Mac OS X 10_15_7'),
      words(0, '15.1.0'),
      'desktop',
      'macos',
      'macOS 15',
      'Chrome 141',
    ],
    ['iPad that calls itself a Mac', mac, words(5), 'tablet', 'ios', 'iPadOS', 'Safari 18'],
    ['iPhone', iPhone, words(5), 'phone', 'ios', 'iOS 18', 'Safari 18'],
    [
      'Android that says 10',
      chrome('Linux; Android 10; K', ' Mobile'),
      words(5, '15.0.0'),
      'phone',
      'android',
      'Android 15',
      'Chrome 141',
    ],
    ['Firefox on Linux', firefox, words(), 'desktop', 'linux', 'Linux', 'Firefox 141'],
    ['a browser without a name', '', words(), 'other', 'other', '', ''],
  ])('is told for %s', (_, agent, said, device, os, osName, browser) =>
    expect(plain({ 'user-agent': agent }, '192.0.2.1', said)).toEqual({ ip: '192.0.2.1', device, os, osName, browser }),
  );

  it('is told whatever the headers and the page say', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), fc.string(), (agent, forwarded, touchPoints, platformVersion) => {
        const headers = { 'user-agent': agent, 'x-forwarded-for': forwarded };
        const source = plain(headers, '192.0.2.1', { touchPoints, platformVersion });
        expect(source.ip).toBe('192.0.2.1');
        expect(source.osName).not.toMatch(/undefined|NaN/);
      }),
    ));
});

describe("a customer's address", () => {
  const from = (proxies: string[], forwarded: string, address: string): string =>
    createClientSource(proxies)({ 'x-forwarded-for': forwarded }, address, words()).ip;

  it.each([
    ['nobody is trusted', [], '203.0.113.9', '192.0.2.1', '192.0.2.1'],
    ['a trusted proxy says so', ['10.0.0.0/8'], '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['two trusted proxies stand in a row', ['10.0.0.0/8'], '203.0.113.9, 10.0.0.2', '10.0.0.1', '203.0.113.9'],
    ['the customer makes one up', ['10.0.0.1'], '127.0.0.1, 203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['the proxy says nonsense', ['10.0.0.1'], 'unknown', '10.0.0.1', '10.0.0.1'],
    ['IPv4 travels as IPv6', ['10.0.0.1'], '203.0.113.9', '::ffff:10.0.0.1', '203.0.113.9'],
    ['all is IPv6', ['fd00::/8'], '2001:db8::9', 'fd00::1', '2001:db8::9'],
  ])('is right when %s', (_, proxies, forwarded, address, expected) =>
    expect(from(proxies, forwarded, address)).toBe(expected),
  );
});
