import { recent } from '../lib/recent.ts';
import type { VersionText } from '../ports/document-register.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { missingDocument } from './rights.ts';

export type ReadText = Pick<VersionText, 'text' | 'blocks'>;
type Wanted = { tenant: string; versionId: string };

/** A book is a few megabytes: it is held while somebody turns its pages. */
const KEPT_MS = 60_000;

/** The texts that are being read just now. A version's text never changes; rights are the caller's to check. */
export const createRecentTexts = () => {
  const texts = recent<string, ReadText>(1);
  let forget: NodeJS.Timeout | undefined;
  return async ({ documents }: TenantStores, { tenant, versionId }: Wanted): Promise<ReadText> => {
    clearTimeout(forget);
    forget = setTimeout(texts.clear, KEPT_MS).unref();
    const key = JSON.stringify([tenant, versionId]);
    const known = texts.get(key);
    if (known) return known;
    const found = await documents.text(versionId);
    if (!found) throw missingDocument();
    const read = { text: found.text, blocks: found.blocks };
    texts.set(key, read);
    return read;
  };
};
