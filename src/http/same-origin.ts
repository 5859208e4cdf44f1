import { Problem } from '../domain/problem.ts';
import type { Peer } from '../access/peer.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cross-site request forgery: a cookie comes along whoever made the browser ask, so an unsafe request with one
 * must prove that our own page made it. Keys prove themselves; but where a browser says that another site asks,
 * nothing without a key is done either (signing somebody in, for one).
 */
export const checkSameOrigin = (request: Request, peer: Peer): void => {
  if (peer.via === 'socket' || safeMethods.has(request.method)) return;
  const { headers } = request;
  if (headers.has('authorization') || headers.has('api-key')) return;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const isOurs = origin === null ? site === 'same-origin' : origin === ownOrigin(request, peer);
  const siteAgrees = site === null || site === 'same-origin' || (site === 'none' && isOurs);
  const needsProof = headers.has('cookie') || origin !== null || site !== null;
  if (needsProof && !(isOurs && siteAgrees)) {
    throw new Problem('forbidden', 'This was asked by another site, or by nobody who says so.');
  }
};

/** As the browser sees us: a proxy before us ends the encryption, so the peer knows the scheme. */
const ownOrigin = (request: Request, peer: Extract<Peer, { via: 'network' }>): string =>
  `${peer.secure ? 'https' : 'http'}://${new URL(request.url).host}`;
