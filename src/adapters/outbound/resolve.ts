import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Problem } from '../../domain/problem.ts';
import { orAbort } from '../../lib/deadline.ts';
import { type Target, vet } from './target.ts';

/** All addresses of a host. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

const RESOLVE_MS = 2_000;

export const resolveWithSystem: Resolve = (host) => lookup(host, { all: true });

/**
 * Resolves once, vets every address, and hands the socket those very addresses: between check and connection
 * nothing is resolved again, so a name cannot change in between.
 */
export const vettedLookup = (target: Target, resolve: Resolve): LookupFunction => {
  const find = callbackify(async (host: string) => {
    const found = await orAbort(resolve(host), AbortSignal.timeout(RESOLVE_MS));
    const [first] = found;
    if (!first) throw new Problem('upstream-failed', `${target.url.host} has no address.`);
    vet(
      found.map(({ address }) => address),
      target,
    );
    return { found, first };
  });
  return (host, options, done) =>
    find(host, (error, result) => {
      if (error) done(error, '', 0);
      else if (options.all) done(null, result.found);
      else done(null, result.first.address, result.first.family);
    });
};
