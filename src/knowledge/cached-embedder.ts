import type { TenantId } from '../domain/tenant.ts';
import { sha256 } from '../lib/ids.ts';
import type { Cache, CacheKey } from '../ports/cache.ts';
import type { Embedder, Embedding } from '../ports/embedder.ts';
import { cacheTimes } from './cache-times.ts';

const bytesOf = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);

const vectorOf = (bytes: Uint8Array, dimensions: number): Float32Array | null =>
  bytes.byteLength === dimensions * Float32Array.BYTES_PER_ELEMENT
    ? new Float32Array(Uint8Array.from(bytes).buffer)
    : null;

/** Asks only for what was not asked in the last day by the same tenant, of the same model, for the same use. */
export const cachedEmbedder = (
  embedder: Embedder,
  { cache, tenant }: { cache: Cache; tenant: TenantId },
): Embedder => ({
  ...embedder,
  async embed({ texts, kind, signal }) {
    const keys = texts.map((text): CacheKey => {
      const key = `${sha256(text)} ${kind} ${embedder.space}`;
      return { tenant, kind: 'ai:embedding', key };
    });
    const known = await Promise.all(keys.map((key) => cache.get(key)));
    const results = known.map((bytes): Embedding | null => {
      const vector = bytes && vectorOf(bytes, embedder.dimensions);
      return vector && { vector };
    });
    const missing = results.flatMap((result, place) => (result ? [] : [place]));
    const made = await embedder.embed({
      texts: missing.map((place) => texts[place] ?? ''),
      kind,
      signal,
    });
    for (const [at, embedding] of made.entries()) {
      const place = missing[at] ?? 0;
      const key = keys[place];
      results[place] = embedding;
      if (key && 'vector' in embedding)
        await cache.set(key, bytesOf(embedding.vector), cacheTimes.embedding);
    }
    return results.flatMap((result) => result ?? []);
  },
});
