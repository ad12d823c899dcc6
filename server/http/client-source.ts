import { BlockList, isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import Bowser from 'bowser';
import type { Device, OperatingSystem, Source } from '../../protocol/model.ts';

/** What a page's own script says of its machine, since neither a WebSocket's headers nor the user agent do. */
export type PageWords = {
  /** How many fingers the screen feels. */
  touchPoints: number;
  /** The system's real version, or ''. */
  platformVersion: string;
};

/** Where a page is, by its request's headers, the address it came from, and its own words. */
export type ClientSource = (
  headers: IncomingHttpHeaders,
  address: string,
  words: PageWords,
) => Omit<Source, 'language' | 'page'>;

const systems: Readonly<Record<string, OperatingSystem>> = {
  Windows: 'windows',
  macOS: 'macos',
  Linux: 'linux',
  'Chrome OS': 'linux',
  iOS: 'ios',
  Android: 'android',
};
const devices: Readonly<Record<string, Device>> = { desktop: 'desktop', tablet: 'tablet', mobile: 'phone' };

/** An IPv4 address that travelled as IPv6 is shown as what it is. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '');

/** The address next to the last proxy that we trust, read from the right: what stands further left anybody may have made up. */
function clientAddress(forwarded: string, address: string, isTrusted: (address: string) => boolean): string {
  const hops = [...forwarded.split(',').map((hop) => plainAddress(hop.trim())), plainAddress(address)];
  let client = hops.pop() ?? '';
  while (isTrusted(client) && isIP(hops.at(-1) ?? '') !== 0) client = hops.pop() ?? client;
  return client;
}

/** `trustedProxies`: addresses, or networks such as `10.0.0.0/8`, whose X-Forwarded-For is believed. */
export function createClientSource(trustedProxies: readonly string[]): ClientSource {
  const trusted = new BlockList();
  for (const proxy of trustedProxies) {
    const [network = '', prefix] = proxy.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(network, family);
    else trusted.addSubnet(network, Number(prefix), family);
  }
  const isTrusted = (address: string): boolean => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return (headers, address, { touchPoints, platformVersion }) => {
    const forwarded = headers['x-forwarded-for'];
    const ip = clientAddress(String(forwarded ?? ''), address, isTrusted);
    const { os, browser, platform } = Bowser.parse(headers['user-agent'] || 'unknown');
    // iPadOS asks for desktop pages under the name of a Mac; no Mac has a touch screen.
    if (os.name === 'macOS' && touchPoints > 1) {
      return { ip, device: 'tablet', os: 'ios', osName: 'iPadOS', browser: nameOf(browser.name, browser.version) };
    }
    return {
      ip,
      device: devices[platform.type ?? ''] ?? 'other',
      os: systems[os.name ?? ''] ?? 'other',
      osName: systemName(os.name, os.version, os.versionName, platformVersion),
      browser: nameOf(browser.name, browser.version),
    };
  };
}

const nameOf = (name: string | undefined, version: string | undefined): string =>
  [name ?? '', version?.split('.')[0] ?? ''].filter((part) => part !== '').join(' ');

/**
 * The system with its version. User agents stopped telling: Windows 11 calls itself NT 10.0 like its forerunner, macOS
 * stays at 10.15 and Android at 10 for ever. Where the page could ask its browser, that word counts (Windows from 13 on
 * is Windows 11).
 */
function systemName(
  name: string | undefined,
  version: string | undefined,
  versionName: string | undefined,
  platformVersion: string,
): string {
  const told = Number(/^\d+/.exec(platformVersion)?.[0] ?? 0);
  if (name === 'Windows')
    return `Windows ${told >= 13 ? '11' : (versionName ?? version ?? '').replace(/^NT /, '')}`.trim();
  if (name === 'macOS') return told > 10 ? `macOS ${told}` : 'macOS';
  if (name === 'Android' && told > 0) return `Android ${told}`;
  return nameOf(name, version);
}
