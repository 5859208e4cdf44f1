/**
 * The only way out: fetch-shaped, so that client libraries take it as their transport.
 *
 * Laws: http and https only; the host is resolved, every address vetted, and the connection pinned to a vetted
 * one; private, loopback, link-local and metadata addresses throw `target-not-allowed` unless the operator's
 * settings name that origin; plain http only to named origins on loopback or private addresses; redirects are
 * not followed; without a signal or deadline there is no call; trace headers are added.
 */
export type Outbound = (url: string | URL, init: OutboundInit) => Promise<Response>;

export type OutboundInit = RequestInit & { signal: AbortSignal };
