import { isDeepStrictEqual } from 'node:util';
import type { Document, DocumentMetadata } from '../domain/document.ts';
import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import { EVERYONE } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import { newId } from '../lib/ids.ts';
import type { SourceRules } from '../ports/file-source.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { describeDocument } from './describe.ts';

/** The shared base of this name, made when there is none; without a name the mirror's own. */
export const baseOfRules = async (
  { documents }: TenantStores,
  name: string | null,
  defaultBaseId: string,
): Promise<KnowledgeBase> => {
  if (name === null) {
    const base = await documents.base(defaultBaseId);
    if (base) return base;
    throw new Problem('not-found', 'The knowledge base that this folder is served to is gone.');
  }
  const shared = (await documents.bases()).filter((base) => base.conversationId === null);
  const known = shared.find((base) => base.name === name);
  if (known) return known;
  const made: KnowledgeBase = {
    id: newId('base'),
    name,
    description: '',
    conversationId: null,
    readers: [EVERYONE],
    prompt: '',
    questions: [],
    createdAt: Date.now(),
  };
  await documents.addBase(made);
  return made;
};

/** What people changed since stays: only what the rules say otherwise than before is touched. */
const described = (
  metadata: DocumentMetadata,
  before: SourceRules,
  after: SourceRules,
): DocumentMetadata => {
  const kept = Object.entries(metadata).filter(
    ([name, value]) =>
      name in after.metadata ||
      !(name in before.metadata) ||
      !isDeepStrictEqual(value, before.metadata[name]),
  );
  const said = Object.entries(after.metadata).filter(
    ([name, value]) => !isDeepStrictEqual(value, before.metadata[name]),
  );
  return Object.fromEntries([...kept, ...said]);
};

/** The base may have got other readers before the document was in it. */
const followBase = async (
  stores: TenantStores,
  id: string,
  { id: baseId, readers }: KnowledgeBase,
): Promise<void> => {
  const base = await stores.documents.base(baseId);
  if (!base || isDeepStrictEqual(base.readers, readers)) return;
  await describeDocument(stores, id, { readers: base.readers });
  await followBase(stores, id, base);
};

type Change = { before: SourceRules; after: SourceRules; defaultBaseId: string };

/**
 * Brings other rules to a document that is there already; its text is not extracted again. Who may read it changes
 * first: in another base it is indexed anew, which takes longer. Every step may be done again.
 */
export const applyRules = async (
  stores: TenantStores,
  document: Document,
  { before, after, defaultBaseId }: Change,
): Promise<void> => {
  if (isDeepStrictEqual(before, after)) return;
  const moves = before.base !== after.base;
  const base = await baseOfRules(stores, after.base, defaultBaseId);
  const others = !isDeepStrictEqual(before.readers, after.readers);
  await describeDocument(stores, document.id, {
    metadata: described(document.metadata, before, after),
    ...((others || moves) && { readers: after.readers ?? base.readers }),
  });
  if (!moves) return;
  const attached = await stores.documents.attachmentsOf(document.id);
  for (const { id } of [document, ...attached]) {
    await stores.mirrors.place(id, { baseId: base.id });
    await stores.documents.requeue(id);
  }
  if (after.readers === null) await followBase(stores, document.id, base);
};
