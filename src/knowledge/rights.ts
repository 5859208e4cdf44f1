import { type Action, mayDo } from '../access/policy.ts';
import type { Document } from '../domain/document.ts';
import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import { type FoundPassage, placeOf, type Retrieval } from '../domain/passage.ts';
import { type Principal, type Reader, mayRead } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { VersionOwner } from '../ports/document-register.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';

/** Refuses what the role or the key does not allow. */
export const demand = (principal: Principal, action: Action): void => {
  if (!mayDo(principal, action))
    throw new Problem('forbidden', 'Your role or key does not allow this.');
};

/** Somebody else's and missing are the same to the caller. */
export const missingBase = () => new Problem('not-found', 'There is no such knowledge base.');
export const missingDocument = () => new Problem('not-found', 'There is no such document.');

/** The shared bases that a principal may read. */
export const readableBases = async (
  stores: TenantStores,
  principal: Principal,
): Promise<KnowledgeBase[]> =>
  (await stores.documents.bases()).filter(
    (base) => base.conversationId === null && mayRead(base.readers, principal),
  );

export const readableBase = async (
  stores: TenantStores,
  principal: Principal,
  id: string,
): Promise<KnowledgeBase> => {
  const base = await stores.documents.base(id);
  if (!base || !mayRead(base.readers, principal)) throw missingBase();
  return base;
};

/** Not that of a conversation. */
export const sharedBase = async (
  stores: TenantStores,
  principal: Principal,
  id: string,
): Promise<KnowledgeBase> => {
  const base = await readableBase(stores, principal, id);
  if (base.conversationId !== null) throw missingBase();
  return base;
};

/**
 * Law 7: who may not read a base reads nothing of it, whatever readers a document there has of its own. Null: missing,
 * or not for the principal.
 */
export const documentFor = async (
  { documents }: Pick<TenantStores, 'documents'>,
  principal: Principal,
  id: string,
): Promise<Document | null> => {
  const document = await documents.document(id);
  if (!document || !mayRead(document.readers, principal)) return null;
  const base = await documents.base(document.baseId);
  return base && mayRead(base.readers, principal) ? document : null;
};

/** The same of several, by their ids. */
export const documentsFor = async (
  stores: Pick<TenantStores, 'documents'>,
  principal: Principal,
  ids: Iterable<string>,
): Promise<Map<string, Document>> => {
  const found = new Map<string, Document>();
  for (const id of new Set(ids)) {
    const document = await documentFor(stores, principal, id);
    if (document) found.set(id, document);
  }
  return found;
};

/** The same of a version, whose owner is known. */
export const mayReadVersion = (
  { document, baseReaders }: VersionOwner,
  principal: Principal,
): boolean => mayRead(document.readers, principal) && mayRead(baseReaders, principal);

export const readableDocument = async (
  stores: TenantStores,
  principal: Principal,
  id: string,
): Promise<Document> => {
  const document = await documentFor(stores, principal, id);
  if (!document) throw missingDocument();
  return document;
};

/**
 * Law 7: the text of a replaced version is for those who may read the document now. That of a deleted one is for
 * those of its last readers who hold a stored answer that points at it.
 */
export const readableVersion = async (
  { documents, conversations }: TenantStores,
  principal: Principal,
  versionId: string,
): Promise<VersionOwner> => {
  const owner = (await documents.versionOwners([versionId])).get(versionId);
  if (!owner || !mayReadVersion(owner, principal)) throw missingDocument();
  if (!owner.deleted) return owner;
  const cited = await conversations.citedVersions([versionId], principal.id);
  if (!cited.has(versionId)) throw missingDocument();
  return owner;
};

/**
 * Law 7, asked of the register: what the principal may read now of what an index brought up. After a crash inside a
 * change, or before a job is done, an index still has the old readers. Somebody else's index is its own truth.
 * Nor does an index know what a document is: where a passage stands in it is said here.
 */
export const withoutUnreadable = async (
  { documents, index }: TenantStores,
  principal: Principal,
  { leftOut, ...found }: Retrieval,
): Promise<Retrieval> => {
  if (index.kind !== 'managed') return { ...found, ...(leftOut && { leftOut }) };
  const passages = [...found.passages, ...(leftOut ?? [])];
  const owners = await documents.versionOwners([
    ...new Set(passages.map(({ versionId }) => versionId)),
  ]);
  const readable = (passage: FoundPassage): FoundPassage[] => {
    const owner = owners.get(passage.versionId);
    if (!owner || owner.deleted || !mayReadVersion(owner, principal)) return [];
    return [{ ...passage, place: placeOf(passage, owner.document.mediaType) }];
  };
  const best = found.passages.flatMap(readable);
  return {
    ...found,
    passages: best,
    // What an index says of what is left out tells of it.
    evidence: best.length === found.passages.length ? found.evidence : null,
    ...(leftOut && { leftOut: leftOut.flatMap(readable) }),
  };
};

/** Nobody could give back what nobody reads: whoever says who reads stays among the readers. */
export const checkReaders = (readers: readonly Reader[], principal: Principal): void => {
  if (mayRead(readers, principal)) return;
  throw new Problem(
    'invalid-request',
    'You would lose it yourself: name everyone, a group of yours, or yourself.',
    { field: 'readers' },
  );
};

/** Attachments belong to whoever asks; the shared documents to members. */
export const demandWriting = async (
  stores: TenantStores,
  principal: Principal,
  document: Document,
): Promise<void> => {
  const base = await readableBase(stores, principal, document.baseId);
  demand(principal, base.conversationId === null ? 'document:write' : 'conversation:write');
};

export const conversationBaseId = (conversationId: string): string =>
  `conversation-${conversationId}`;
