import type { Cache, CacheKey } from '../../ports/cache.ts';

type Entry = { value: Uint8Array; until: number };

/** What an entry costs beside its value and key. */
const ENTRY_BYTES = 200;

const UNIT = '\u001F';
const nameOf = ({ tenant, kind, key }: CacheKey): string => [tenant, kind, key].join(UNIT);
const weightOf = (name: string, { value }: Entry): number =>
  ENTRY_BYTES + 2 * name.length + value.byteLength;

/** Keeps at most so many bytes in this process; what was used longest ago goes first. */
export const memoryCache = ({
  maxBytes,
  now = Date.now,
}: {
  maxBytes: number;
  now?: () => number;
}): Cache => {
  /** In the order of their last use. */
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const remove = (name: string): void => {
    const entry = entries.get(name);
    if (!entry) return;
    entries.delete(name);
    bytes -= weightOf(name, entry);
  };
  const put = (name: string, entry: Entry): void => {
    remove(name);
    entries.set(name, entry);
    bytes += weightOf(name, entry);
    for (const oldest of entries.keys()) {
      if (bytes <= maxBytes) break;
      remove(oldest);
    }
  };

  return {
    get(key) {
      const name = nameOf(key);
      const entry = entries.get(name);
      if (!entry) return Promise.resolve(null);
      if (now() >= entry.until) {
        remove(name);
        return Promise.resolve(null);
      }
      entries.delete(name);
      entries.set(name, entry);
      return Promise.resolve(entry.value.slice());
    },
    set(key, value, keepMs) {
      if (keepMs > 0) put(nameOf(key), { value: value.slice(), until: now() + keepMs });
      return Promise.resolve();
    },
  } satisfies Cache;
};
