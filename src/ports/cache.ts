import type { TenantId } from '../domain/tenant.ts';

/** What is kept, and for how long: `knowledge/cache-times.ts` holds the times. */
export type CacheKind = 'ai:embedding' | 'ai:search' | 'ai:answer';

/** `key` holds everything the value depends on: rights version, base version, model, prompt version. */
export type CacheKey = { tenant: TenantId; kind: CacheKind; key: string };

/**
 * Values that can be made again, kept for a while.
 *
 * Laws: it may forget anything at any time, and never gives what was kept for another tenant, kind or key, nor after
 * its time; a cache that cannot be
 * reached is empty: it is logged, never thrown.
 */
export type Cache = {
  get(key: CacheKey): Promise<Uint8Array | null>;
  set(key: CacheKey, value: Uint8Array, keepMs: number): Promise<void>;
};
