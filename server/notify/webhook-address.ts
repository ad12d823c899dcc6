import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ok, refuse, type Result } from '../../protocol/errors.ts';
import { notAllowedCode, type PostAddress } from './post.ts';

// Technicians say where their webhooks go, and the relay stands inside the organisation's network: what is not on the
// open internet it does not speak to, or it would be asked to knock on doors that are closed to who asks.

/** Networks that are nobody's on the internet (RFC 6890 and its registries), or lead to such by another name. */
const closedNetworks: readonly [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
];

const closed = new BlockList();
for (const [network, prefix] of closedNetworks) {
  closed.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether an address, IPv4 in the clothes of IPv6 included, is one that everybody can reach. */
const isOpenAddress = (address: string): boolean =>
  isIP(address) !== 0 && !closed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Looks a name up and lets none of its addresses through if one of them is closed. The connection is made to what was
 * looked at, so a name that answers differently the second time gains nothing.
 */
export const openLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isOpenAddress(address))) {
      return callback(Object.assign(new Error('the address is a closed one'), { code: notAllowedCode }), '', 0);
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/**
 * Makes the reading of webhook addresses: https to the open internet, or anything on the hosts that the operator named
 * (`host` or `host:port`). `address-not-right`: it is no web address; `address-not-allowed`: not one for webhooks.
 */
export function createWebhookAddresses(hosts: readonly string[]): (address: string) => Result<PostAddress> {
  const named = new Set(hosts.map((host) => host.toLowerCase()));
  return (address) => {
    const url = URL.parse(address);
    if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
      return refuse('address-not-right');
    }
    if (named.has(url.hostname) || named.has(url.host)) return ok({ url });
    const literal = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const isClosed = isIP(literal) !== 0 && !isOpenAddress(literal);
    if (url.protocol !== 'https:' || isClosed) return refuse('address-not-allowed');
    return ok({ url, lookup: openLookup });
  };
}
