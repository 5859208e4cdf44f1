import { Problem } from '../domain/problem.ts';
import type { Peer } from './peer.ts';

/**
 * Over TLS the cookie is `__Host-docent`: Secure, for this host only. Over plain http it is `docent` without
 * Secure, since some browsers keep no Secure cookie from http://localhost; that is for loopback alone.
 */
const nameFor = (peer: Peer): string =>
  peer.via === 'network' && peer.secure ? '__Host-docent' : 'docent';

export const sessionToken = (headers: Headers, peer: Peer): string | null => {
  const name = nameFor(peer);
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
};

export const sessionCookie = (token: string, peer: Peer, maxAgeSeconds: number): string => {
  const secure = nameFor(peer) === '__Host-docent' ? ' Secure;' : '';
  return `${nameFor(peer)}=${token}; Path=/; HttpOnly;${secure} SameSite=Lax; Max-Age=${maxAgeSeconds}`;
};

/** A session must not travel in the clear. */
export const checkWayIsPrivate = (peer: Peer): void => {
  if (peer.via === 'socket' || peer.secure || peer.loopback) return;
  throw new Problem(
    'forbidden',
    'Signing in from another machine needs https. Give the server a certificate, or put a proxy with one before it.',
  );
};
