import { isIP } from 'node:net';
import { Problem } from '../../domain/problem.ts';
import { addressKind, type AddressKind } from './addresses.ts';

/** A parsed URL that may be called, and which kinds of addresses it may lead to. */
export type Target = { url: URL; named: boolean; kinds: ReadonlySet<AddressKind> };

const ANY = new Set<AddressKind>(['public', 'private']);
const PUBLIC = new Set<AddressKind>(['public']);
const PRIVATE = new Set<AddressKind>(['private']);

const refused = (why: string, cause?: unknown): Problem =>
  new Problem('target-not-allowed', why, cause === undefined ? {} : { cause });

// Parsers disagree about these: what is vetted must be what is called.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const AMBIGUOUS = /[\u0000-\u0020\u007f\\]/;

/** The host of a URL as a resolver wants it: IPv6 without its brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const parse = (address: string | URL): URL => {
  if (typeof address === 'string' && AMBIGUOUS.test(address))
    throw refused('The address holds characters that addresses do not have.');
  try {
    return new URL(address);
  } catch (cause) {
    throw refused('This is not an address.', cause);
  }
};

export const originOf = (address: string): string => parse(address).origin;

/** Decides before anything is resolved; names are decided again by what they resolve to. */
export const targetOf = (address: string | URL, namedOrigins: ReadonlySet<string>): Target => {
  const url = parse(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused('Only http and https addresses are called.');
  if (url.username || url.password)
    throw refused('An address with a user name or password in it is not called.');
  const named = namedOrigins.has(url.origin);
  if (url.protocol === 'http:' && !named)
    throw refused(`${url.origin} is not encrypted: only https is called outside.`);
  const kinds = url.protocol === 'http:' ? PRIVATE : named ? ANY : PUBLIC;
  const host = hostOf(url);
  if (isIP(host)) vet([host], { url, named, kinds });
  return { url, named, kinds };
};

/** Every address must be allowed: one that is not may be the one that is used. */
export const vet = (addresses: readonly string[], target: Target): void => {
  for (const address of addresses) {
    const kind = addressKind(address);
    if (target.kinds.has(kind)) continue;
    throw refused(
      kind === 'public'
        ? `${target.url.origin} is not encrypted: only https is called outside.`
        : `${target.url.origin} leads to an address that is not called unless the settings name it.`,
    );
  }
};
