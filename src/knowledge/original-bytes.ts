import { createHash } from 'node:crypto';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { OneAtATime } from './one-at-a-time.ts';

export type Incoming = { bytes: AsyncIterable<Uint8Array>; signal: AbortSignal };
export type KeptBytes = { hash: string; bytes: number };
type Keeping = { maxBytes: number; oneAtATime: OneAtATime };

/** One tenant's originals are kept and deleted one after the other where their bytes are equal. */
const turnOf = ({ tenant }: TenantStores, hash: string): string => `${tenant} original ${hash}`;

/**
 * Keeps bytes, with `use` writing down what needs them; nobody deletes equal ones in between. Which bytes they are
 * shows at their end only: the turn is taken there, before the store looks whether it has them already.
 */
export const keepBytes = async <Value>(
  stores: TenantStores,
  { bytes, signal, maxBytes, oneAtATime }: Incoming & Keeping,
  use: (kept: KeptBytes) => Promise<Value>,
): Promise<Value> => {
  const used = Promise.withResolvers<void>();
  const takeTurn = (hash: string): Promise<void> =>
    new Promise((taken) => {
      void oneAtATime(turnOf(stores, hash), () => {
        taken();
        return used.promise;
      });
    });
  async function* endingInTurn() {
    const hash = createHash('sha256');
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
    await takeTurn(hash.digest('hex'));
  }
  let kept: KeptBytes | null = null;
  try {
    kept = await stores.originals.put(endingInTurn(), { maxBytes, signal });
    return await use(kept);
  } catch (error) {
    if (kept) await dropUnneeded(stores, kept.hash);
    throw error;
  } finally {
    used.resolve();
  }
};

/** Documents and the images of questions share what is equal. */
const dropUnneeded = async (
  { documents, conversations, originals }: TenantStores,
  hash: string,
): Promise<void> => {
  if ((await documents.countWithHash(hash)) > 0) return;
  if (!(await conversations.holdsImage(hash))) await originals.delete(hash);
};

/** Equal bytes are kept once, for all documents and questions that have them. */
export const dropUnusedBytes = (
  stores: TenantStores,
  hash: string,
  { oneAtATime }: { oneAtATime: OneAtATime },
): Promise<void> => oneAtATime(turnOf(stores, hash), () => dropUnneeded(stores, hash));
