import { Readable } from 'node:stream';
import type { Document, DocumentMetadata } from '../domain/document.ts';
import { sha256 } from '../lib/ids.ts';
import type { AttachedFile } from '../ports/extractor.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { type IntakeLimits, safeName, takeIn } from './intake.ts';
import { type Removal, removeDocument } from './removal.ts';

export type Attaching = {
  stores: TenantStores;
  mail: Document;
  /** Of the mail as it was read now: who wrote it, when, about what. */
  metadata: DocumentMetadata;
  files: readonly AttachedFile[];
  signal: AbortSignal;
};

const MOST = 100;
/** A mail in a mail in a mail: what is attached to that is left out. */
const DEEPEST = 3;
/** What a mail's own metadata begin with: its files are found by them too. */
const OF_MAIL = 'email_';

const depthOf = async ({ documents }: TenantStores, { source }: Document): Promise<number> => {
  let depth = 0;
  for (let above = source; above.kind === 'attachment' && depth < DEEPEST; depth += 1) {
    const parent = await documents.document(above.documentId);
    if (!parent) break;
    above = parent.source;
  }
  return depth;
};

const toldOf = (metadata: DocumentMetadata): DocumentMetadata =>
  Object.fromEntries(Object.entries(metadata).filter(([name]) => name.startsWith(OF_MAIL)));

/**
 * Makes documents of what a mail carries, with its base and readers. The same file of a mail that is read again stays the
 * document it is; what the mail does not carry any more goes. Returns how many were left out.
 */
export const keepAttachments = async (
  { limits, removal }: { limits: IntakeLimits; removal: Removal },
  { stores, mail, metadata, files, signal }: Attaching,
): Promise<number> => {
  const { documents } = stores;
  const known = await documents.attachmentsOf(mail.id);
  const base = await documents.base(mail.baseId);
  if (!base || (known.length === 0 && files.length === 0)) return 0;
  const taken = (await depthOf(stores, mail)) < DEEPEST ? files.slice(0, MOST) : [];
  const kept = new Set<string>();
  for (const { name, bytes } of taken) {
    const hash = sha256(bytes);
    const same = known.find(
      (one) => one.hash === hash && one.name === safeName(name) && !kept.has(one.id),
    );
    const document = {
      name,
      base,
      source: { kind: 'attachment', documentId: mail.id },
      lane: mail.lane,
      readers: mail.readers,
      metadata: toldOf(metadata),
    } as const;
    const incoming = { bytes: Readable.from([bytes]), signal };
    kept.add((same ?? (await takeIn(stores, incoming, { document, limits, removal }))).id);
  }
  const now = await documents.document(mail.id);
  for (const one of await documents.attachmentsOf(mail.id)) {
    if (!now || !kept.has(one.id)) await removeDocument(stores, one, removal);
  }
  return files.length - taken.length;
};
