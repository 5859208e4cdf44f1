import ipaddr from 'ipaddr.js';

/**
 * `public`: the open internet. `private`: this machine or a network of the operator's own, for named origins
 * only. `never`: stands for no single machine, or hides another address inside (mapped, 6to4, Teredo).
 */
export type AddressKind = 'public' | 'private' | 'never';

const PRIVATE_RANGES = new Set([
  'loopback',
  'private',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
]);
/** Azure's own machine agent: an address that looks public and is not. */
const METADATA = new Set(['168.63.129.16']);
/** All that the internet's registries ever gave out of IPv6 lies in here. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Networks without IPv4 reach it through these: the last four bytes are the machine that is meant. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

export const addressKind = (address: string): AddressKind => {
  if (!ipaddr.isValid(address)) return 'never';
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.match(NAT64)) {
    const meant = ipaddr.fromByteArray(parsed.toByteArray().slice(12));
    return addressKind(meant.toString()) === 'public' ? 'public' : 'never';
  }
  const range = parsed.range();
  if (PRIVATE_RANGES.has(range) || METADATA.has(parsed.toString())) return 'private';
  if (range !== 'unicast') return 'never';
  return parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6) ? 'never' : 'public';
};
