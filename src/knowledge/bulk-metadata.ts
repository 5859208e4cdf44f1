import type { Document, DocumentMetadata } from '../domain/document.ts';
import { type Principal, type Reader, readersOf } from '../domain/principal.ts';
import { Problem, toProblem, type ProblemCode } from '../domain/problem.ts';
import { mapAtOnce } from '../lib/map-at-once.ts';
import type { MetadataFilter } from '../ports/knowledge-index.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { describeDocument } from './describe.ts';
import {
  checkReaders,
  demand,
  demandWriting,
  readableBase,
  readableDocument,
  sharedBase,
} from './rights.ts';

/** What becomes of a document's metadata: `unset`, then `set`, then the tags. */
export type DescriptionChange = {
  set?: DocumentMetadata;
  unset?: string[];
  addTags?: string[];
  removeTags?: string[];
  readers?: Reader[];
};

/** Documents by their ids, or a part of those of a base. */
export type Chosen =
  | { ids: readonly string[] }
  | { baseId: string; filter: MetadataFilter; cursor?: string };

export type Described = {
  id: string;
  outcome: 'changed' | 'unchanged' | 'failed';
  problem: { code: ProblemCode; detail: string } | null;
};

const AT_ONCE = 4;
const PAGE = 1_000;
const MOST_NAMES = 100;
const MOST_TAGS = 100;

/** Metadata and readers of documents, one or many. */
export const describingFunctions = ({ tenants }: { tenants: TenantDoor }) => ({
  describe: async (principal: Principal, id: string, change: DescriptionChange): Promise<void> => {
    await describeOne(await tenants.open(principal.tenant), principal, { id, change });
  },

  /** What is wrong with one document does not keep the others from being changed. */
  describeMany: async (
    principal: Principal,
    chosen: Chosen,
    change: DescriptionChange,
  ): Promise<{ items: Described[]; cursor: string | null }> => {
    demand(principal, 'document:write');
    const stores = await tenants.open(principal.tenant);
    const { ids, cursor } = await documentsOf(stores, principal, chosen);
    const items = await mapAtOnce(ids, AT_ONCE, (id) =>
      describeOne(stores, principal, { id, change }).then(
        (changed): Described => ({ id, outcome: changed ? 'changed' : 'unchanged', problem: null }),
        (thrown): Described => ({ id, outcome: 'failed', problem: told(thrown) }),
      ),
    );
    return { items, cursor };
  },
});

/** A fault of ours or of the disk concerns all: it is not told of one document. */
const told = (thrown: unknown): NonNullable<Described['problem']> => {
  const { code, detail, status } = toProblem(thrown);
  if (status >= 500) throw thrown;
  return { code, detail };
};

const documentsOf = async (
  stores: TenantStores,
  principal: Principal,
  chosen: Chosen,
): Promise<{ ids: string[]; cursor: string | null }> => {
  if ('ids' in chosen) return { ids: [...new Set(chosen.ids)], cursor: null };
  const base = await sharedBase(stores, principal, chosen.baseId);
  const { items, cursor } = await stores.documents.documents({
    baseIds: [base.id],
    filter: chosen.filter,
    readers: readersOf(principal),
    limit: PAGE,
    ...(chosen.cursor !== undefined && { cursor: chosen.cursor }),
  });
  return { ids: items.map(({ id }) => id), cursor };
};

/** Whether anything is different now. */
const describeOne = async (
  stores: TenantStores,
  principal: Principal,
  { id, change }: { id: string; change: DescriptionChange },
): Promise<boolean> => {
  const document = await readableDocument(stores, principal, id);
  await demandWriting(stores, principal, document);
  const { readers } = change;
  if (readers) await demandReaders(stores, principal, { document, readers });
  const metadata = changed(document.metadata, change);
  const isSame =
    JSON.stringify([metadata, readers ?? document.readers]) ===
    JSON.stringify([document.metadata, document.readers]);
  if (isSame) return false;
  return describeDocument(stores, id, { metadata, ...(readers && { readers }) });
};

/** Who may read is for administrators to say; attachments are their owner's alone. */
const demandReaders = async (
  stores: TenantStores,
  principal: Principal,
  { document, readers }: { document: Document; readers: Reader[] },
): Promise<void> => {
  demand(principal, 'base:write');
  checkReaders(readers, principal);
  if (document.source.kind === 'attachment')
    throw new Problem('invalid-request', 'It is read by those who read the mail it came with.', {
      field: 'readers',
    });
  const base = await readableBase(stores, principal, document.baseId);
  if (base.conversationId !== null)
    throw new Problem('invalid-request', 'What is attached to a conversation is its owner’s.', {
      field: 'readers',
    });
};

const changed = (
  before: DocumentMetadata,
  { set = {}, unset = [], addTags = [], removeTags = [] }: DescriptionChange,
): DocumentMetadata => {
  const kept = Object.entries(before).filter(([name]) => !unset.includes(name));
  const metadata: DocumentMetadata = { ...Object.fromEntries(kept), ...set };
  if (addTags.length + removeTags.length > 0) {
    const { tags = [] } = metadata;
    const there = Array.isArray(tags) ? tags : [String(tags)];
    const removed = new Set(removeTags);
    metadata['tags'] = [...new Set([...there, ...addTags])].filter((tag) => !removed.has(tag));
    if (metadata['tags'].length > MOST_TAGS) throw tooMany('tags', MOST_TAGS);
  }
  if (Object.keys(metadata).length > MOST_NAMES) throw tooMany('names', MOST_NAMES);
  return metadata;
};

const tooMany = (what: string, most: number): Problem =>
  new Problem('invalid-request', `The document would have more than ${most} ${what}.`);
