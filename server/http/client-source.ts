import { BlockList, isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import Bowser from 'bowser';
import type { Device, OperatingSystem, Source } from '../../protocol/model.ts';

/** Where a page is, by its request's headers, the address it came from, and how many fingers its screen feels. */
export type ClientSource = (
  headers: IncomingHttpHeaders,
  address: string,
  touchPoints: number,
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

  return (headers, address, touchPoints) => {
    const forwarded = headers['x-forwarded-for'];
    const ip = clientAddress(String(forwarded ?? ''), address, isTrusted);
    const { os, browser, platform } = Bowser.parse(headers['user-agent'] ?? 'unknown');
    // iPadOS asks for desktop pages under the name of a Mac; no Mac has a touch screen.
    if (os.name === 'macOS' && touchPoints > 1) {
      return { ip, device: 'tablet', os: 'ios', osName: 'iPadOS', browser: nameOf(browser.name, browser.version) };
    }
    return {
      ip,
      device: devices[platform.type ?? ''] ?? 'other',
      os: systems[os.name ?? ''] ?? 'other',
      osName: systemName(os.name, os.version, os.versionName, String(headers['sec-ch-ua-platform-version'] ?? '')),
      browser: nameOf(browser.name, browser.version),
    };
  };
}

const nameOf = (name: string | undefined, version: string | undefined): string =>
  [name ?? '', version?.split('.')[0] ?? ''].filter((part) => part !== '').join(' ');

/** Windows 11 calls itself NT 10.0 like its forerunner; only the client hint tells (13 and above is Windows 11). */
function systemName(
  name: string | undefined,
  version: string | undefined,
  versionName: string | undefined,
  hint: string,
): string {
  if (name === 'Windows') {
    const isEleven = Number(/^"?(\d+)/.exec(hint)?.[1] ?? 0) >= 13;
    return `Windows ${isEleven ? '11' : (versionName ?? version ?? '').replace(/^NT /, '')}`.trim();
  }
  // macOS stopped telling its version in 10.15.
  if (name === 'macOS') return 'macOS';
  return nameOf(name, version);
}
