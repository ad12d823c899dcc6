import { ok, refuse, type Result } from '../../protocol/errors.ts';
import type { PostAddress } from './post.ts';
import { openLookup } from './webhook-address.ts';

// A customer, whom nobody knows, says where his browser's push service is: the relay posts to those the operator named.

/** Whether a host is the one named, or lies below a name such as `*.push.example.org`. */
const isNamed = (host: string, named: string): boolean =>
  named.startsWith('*.') ? host.endsWith(named.slice(1)) && host.length > named.length - 1 : host === named;

/**
 * Makes the reading of push services' addresses by the hosts that are allowed: `host` and `*.domain` on the usual port,
 * which may not lead into a closed network, and `host:port`, which may. `address-not-right`: no https address;
 * `address-not-allowed`: none of those services.
 */
export function createPushAddresses(hosts: readonly string[]): (address: string) => Result<PostAddress> {
  const allowed = hosts.map((host) => host.toLowerCase());
  return (address) => {
    const url = URL.parse(address);
    if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
      return refuse('address-not-right');
    }
    if (url.port !== '' && allowed.includes(url.host)) return ok({ url });
    const isAllowed = url.port === '' && allowed.some((named) => isNamed(url.hostname, named));
    return isAllowed ? ok({ url, lookup: openLookup }) : refuse('address-not-allowed');
  };
}
