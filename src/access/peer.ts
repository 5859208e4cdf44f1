import ipaddr from 'ipaddr.js';
import { Problem } from '../domain/problem.ts';

/** Where a request came from, as the server itself saw it; headers count only behind a trusted proxy. */
export type Peer =
  /** The socket in the data folder: whoever can open it runs this installation. */
  | { via: 'socket' }
  | {
      via: 'network';
      /** The real address; IPv6 by its /64, since one person has all of that. */
      address: string;
      loopback: boolean;
      /** Whether the way to the person's browser is encrypted. */
      secure: boolean;
    };

export type TrustedProxies = readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

/** `10.0.0.0/8`, or one address. Throws on anything else: a mistake here must stop the start. */
export const parseProxies = (ranges: readonly string[]): TrustedProxies =>
  ranges.map((range) => {
    if (ipaddr.isValidCIDR(range)) return ipaddr.parseCIDR(range);
    if (!ipaddr.isValid(range)) {
      throw new Problem('invalid-request', `${range} is no address, and no range of addresses.`);
    }
    const address = ipaddr.process(range);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });

type Connection = { remoteAddress: string | undefined; encrypted: boolean };

export const peerOf = (
  { remoteAddress, encrypted }: Connection,
  headers: Headers,
  trusted: TrustedProxies,
): Peer => {
  let address = ipaddr.process(remoteAddress ?? '0.0.0.0');
  let secure = encrypted;
  if (isTrusted(address, trusted)) {
    secure = headers.get('x-forwarded-proto') === 'https';
    const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
    for (const hop of hops.toReversed()) {
      if (!ipaddr.isValid(hop)) break;
      address = ipaddr.process(hop);
      if (!isTrusted(address, trusted)) break;
    }
  }
  return {
    via: 'network',
    address: networkOf(address),
    loopback: address.range() === 'loopback',
    secure,
  };
};

const isTrusted = (address: ipaddr.IPv4 | ipaddr.IPv6, trusted: TrustedProxies): boolean =>
  trusted.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));

const networkOf = (address: ipaddr.IPv4 | ipaddr.IPv6): string =>
  address instanceof ipaddr.IPv6
    ? `${address.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::/64`
    : address.toString();
