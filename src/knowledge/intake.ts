import type { Document, DocumentMetadata } from '../domain/document.ts';
import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import { extensionOf } from '../domain/document-format.ts';
import { laneOf } from '../domain/lane.ts';
import type { Principal, Reader } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import { newId } from '../lib/ids.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { type Incoming, keepBytes, type KeptBytes } from './original-bytes.ts';
import type { Removal } from './removal.ts';
import { conversationBaseId, demand, missingBase, readableBase } from './rights.ts';

export type Upload = {
  name: string;
  metadata?: DocumentMetadata;
} & ({ baseId: string; conversationId?: never } | { conversationId: string; baseId?: never });

export type IntakeLimits = { uploadBytes: number };

const NAME_LIMIT = 200;
const NAMELESS = 'Unnamed document';

/** Where an upload goes: a shared base, or the private one of the caller's own conversation. */
export const baseForUpload = async (
  { stores, oneAtATime }: { stores: TenantStores; oneAtATime: OneAtATime },
  principal: Principal,
  upload: Upload,
): Promise<KnowledgeBase> => {
  if (upload.baseId !== undefined) {
    demand(principal, 'document:write');
    const base = await readableBase(stores, principal, upload.baseId);
    if (base.conversationId !== null) throw missingBase();
    return base;
  }
  demand(principal, 'conversation:write');
  const { conversationId } = upload;
  return oneAtATime(stores.tenant, () => conversationBase(stores, principal, conversationId));
};

const conversationBase = async (
  stores: TenantStores,
  principal: Principal,
  conversationId: string,
): Promise<KnowledgeBase> => {
  const conversation = await stores.conversations.conversation(conversationId, principal.id);
  if (!conversation) throw new Problem('not-found', 'There is no such conversation.');
  const id = conversationBaseId(conversationId);
  const known = await stores.documents.base(id);
  if (known) return known;
  const base: KnowledgeBase = {
    id,
    name: 'Attachments',
    description: '',
    conversationId,
    readers: [`user:${principal.id}`],
    prompt: '',
    questions: [],
    createdAt: Date.now(),
  };
  await stores.documents.addBase(base);
  return base;
};

export type NewDocument = Pick<Document, 'name' | 'source'> & {
  base: KnowledgeBase;
  metadata?: DocumentMetadata;
  /** When others than those of the base. */
  readers?: Reader[];
  /** Where it waits: with the others of its folder or of its uploader, or in this lane. */
} & ({ uploader?: string; lane?: never } | { lane: string; uploader?: never });

/** Keeps the bytes and writes the document with its job. Whether the bytes can be read shows later, in its state. */
export const takeIn = (
  stores: TenantStores,
  incoming: Incoming,
  options: { document: NewDocument; limits: IntakeLimits; removal: Removal },
): Promise<Document> => {
  const { limits, removal } = options;
  const { oneAtATime } = removal;
  const keeping = { ...incoming, maxBytes: limits.uploadBytes, oneAtATime };
  return keepBytes(stores, keeping, async (kept) => {
    // Bytes take their time: the base may have other readers by now, or be gone.
    const base = await stores.documents.base(options.document.base.id);
    if (!base) throw missingBase();
    const document = queuedDocument({ ...options.document, base }, kept);
    await stores.documents.add(document, options.document.readers ? undefined : 'of-base');
    return document;
  });
};

const queuedDocument = (wish: NewDocument, kept: KeptBytes): Document => {
  const now = Date.now();
  const name = safeName(wish.name);
  return {
    id: newId('document', now),
    baseId: wish.base.id,
    name,
    title: titleFromName(name),
    mediaType: 'application/octet-stream',
    format: null,
    ...kept,
    versionId: null,
    language: null,
    state: 'queued',
    reason: null,
    pages: null,
    passages: 0,
    warnings: [],
    metadata: wish.metadata ?? {},
    readers: wish.readers ?? wish.base.readers,
    source: wish.source,
    lane: wish.lane ?? laneOf(wish.base.id, wish.source, wish.uploader),
    createdAt: now,
    updatedAt: now,
  };
};

const UNSEEN = /\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2028\u2029\u2066-\u2069\uFEFF]|\p{Cs}/gu;

/**
 * A name for people: no folders, nothing unseen that would show it as another one. It never reaches a path. A long one
 * keeps its end, by which text formats are told apart.
 */
export const safeName = (name: string): string => {
  const seen =
    name
      .replaceAll(UNSEEN, '')
      .replace(/^.*[\\/]/u, '')
      .trim() || NAMELESS;
  const extension = extensionOf(seen);
  if (seen.length <= NAME_LIMIT) return seen;
  const end = extension === '' ? '' : `.${extension}`;
  return `${seen.slice(0, NAME_LIMIT - end.length).replace(/\p{Cs}$/u, '')}${end}`;
};

/** `travel_policy-2026.pdf` → `travel policy 2026` */
export const titleFromName = (name: string): string =>
  name
    .replace(/\.[a-z0-9]{1,10}$/iu, '')
    .replaceAll(/[_-]+/gu, ' ')
    .trim() || name;
