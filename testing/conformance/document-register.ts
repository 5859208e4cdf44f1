import { describe, expect, test } from 'vitest';
import type { KnowledgeBase } from '../../src/domain/knowledge-base.ts';
import { newId, sha256 } from '../../src/lib/ids.ts';
import type { DocumentRegister } from '../../src/ports/document-register.ts';
import type { JobQueue } from '../../src/ports/job-queue.ts';
import { documentListingConformance } from './document-listing.ts';
import { documentReadingsConformance } from './document-readings.ts';
import { documentOf } from './document-samples.ts';
import { documentVersionsConformance } from './document-versions.ts';
import { useTwoTenants, type OpenTwoTenants } from './two-tenants.ts';

/** The register with the queue that its jobs go to. */
export type RegisterWithQueue = { documents: DocumentRegister; jobs: JobQueue };

const baseOf = (change: Partial<KnowledgeBase> = {}): KnowledgeBase => ({
  id: newId('base'),
  name: 'Manuals',
  description: 'How things work',
  conversationId: null,
  prompt: '',
  questions: [],
  readers: ['group:technicians'],
  createdAt: 1_700_000_000_000,
  ...change,
});

export const documentRegisterConformance = (open: OpenTwoTenants<RegisterWithQueue>): void => {
  const stores = useTwoTenants(open);
  const register = () => stores.here().documents;
  const nextJob = async (kind = 'ingest-document') => {
    const request = { kinds: [kind], leaseMs: 60_000, maxAttempts: 3 };
    const job = await stores.here().jobs.claim(request);
    if (job) await stores.here().jobs.complete(job);
    return job?.payload ?? null;
  };
  const added = async (change: Parameters<typeof documentOf>[0] = {}) => {
    const document = documentOf(change);
    await register().add(document);
    await nextJob();
    return document;
  };

  describe('bases', () => {
    test('a new tenant has the default one, for everyone', async () => {
      expect(await stores.there().documents.bases()).toMatchObject([
        { id: 'default', name: 'Documents', conversationId: null, readers: ['everyone'] },
      ]);
    });

    test('have a version that rises with all that a search can show of them', async () => {
      const [base, other] = [baseOf(), baseOf()];
      await register().addBase(base);
      await register().addBase(other);
      const before = await register().baseVersions([other.id, 'none']);
      let last = -1;
      const rises = async (change: () => Promise<unknown>) => {
        await change();
        const [version = 0] = await register().baseVersions([base.id]);
        expect(version).toBeGreaterThan(last);
        last = version;
      };
      const document = documentOf({ baseId: base.id });
      const { id } = document;
      await rises(() => register().baseVersions([base.id]));
      await rises(() => register().add(document));
      await rises(() => register().update(id, { metadata: { year: 2026 } }));
      await rises(() => register().update(id, { readers: ['group:few'] }));
      await rises(() => register().update(id, { state: 'ready' }));
      await rises(() => register().describe(id, { metadata: { year: 2027 } }));
      await rises(() => nextJob('describe-document'));
      await rises(() => register().updateBase(base.id, { readers: ['everyone'] }));
      await rises(() => register().delete(id));
      expect(await register().baseVersions([other.id, 'none'])).toEqual(before);
      expect(await register().baseVersions([])).toEqual([]);
    });

    test('are made, changed and deleted', async () => {
      const base = baseOf({ conversationId: 'conversation_1' });
      await register().addBase(base);
      expect(await register().base(base.id)).toEqual(base);
      expect(await register().bases()).toContainEqual(base);
      const change = { name: 'New', readers: [] };
      expect(await register().updateBase(base.id, change)).toBe(true);
      expect(await register().updateBase(base.id, {})).toBe(true);
      expect(await register().base(base.id)).toEqual({ ...base, ...change });
      expect(await register().deleteBase(base.id)).toBe(true);
      expect(await register().deleteBase(base.id)).toBe(false);
      expect(await register().updateBase(base.id, change)).toBe(false);
      expect(await register().base(base.id)).toBeNull();
    });

    test('documents that had the readers of their base have its new ones at once, others keep theirs', async () => {
      const base = baseOf({ readers: ['everyone'] });
      const other = baseOf({ readers: ['everyone'] });
      await register().addBase(base);
      await register().addBase(other);
      const shared = await added({ baseId: base.id, readers: ['everyone'] });
      const own = await added({ baseId: base.id, readers: ['everyone', 'group:few'] });
      const elsewhere = await added({ baseId: other.id, readers: ['everyone'] });
      await register().updateBase(base.id, { readers: ['group:few'] });
      const readersOf = async ({ id }: { id: string }) => (await register().document(id))?.readers;
      expect(await readersOf(shared)).toEqual(['group:few']);
      expect(await readersOf(own)).toEqual(['everyone', 'group:few']);
      expect(await readersOf(elsewhere)).toEqual(['everyone']);
    });

    test('one with documents is not deleted', async () => {
      const base = baseOf();
      await register().addBase(base);
      const document = await added({ baseId: base.id });
      await expect(register().deleteBase(base.id)).rejects.toMatchObject({ code: 'conflict' });
      await register().delete(document.id);
      expect(await register().deleteBase(base.id)).toBe(true);
    });
  });

  test('documents are counted by base and by who may read them', async () => {
    const base = baseOf();
    await register().addBase(base);
    const readers = ['group:technicians', 'user:o\'hara "x"'];
    await added({ baseId: base.id, readers });
    const second = await added({ baseId: base.id, readers });
    await added({ baseId: base.id, readers: [] });
    const counts = async () =>
      (await register().countDocuments())
        .filter(({ baseId }) => baseId === base.id)
        .toSorted((a, b) => a.readers.length - b.readers.length);
    const baseId = base.id;
    expect(await counts()).toEqual([
      { baseId, readers: [], documents: 1 },
      { baseId, readers, documents: 2 },
    ]);
    await register().delete(second.id);
    expect(await counts()).toMatchObject([{ documents: 1 }, { documents: 1 }]);
    expect(await stores.there().documents.countDocuments()).toEqual([]);
  });

  describe('documents', () => {
    test('are kept as given, with a job to read them', async () => {
      const document = documentOf();
      await register().add(document);
      expect(await register().document(document.id)).toEqual(document);
      expect(await nextJob()).toEqual({ documentId: document.id });
      expect(await nextJob()).toBeNull();
    });

    test('have the readers of their base as they are then, when they have none of their own', async () => {
      const base = baseOf({ readers: ['group:few'] });
      await register().addBase(base);
      const document = documentOf({ baseId: base.id, readers: ['everyone'] });
      await register().add(document, 'of-base');
      expect((await register().document(document.id))?.readers).toEqual(['group:few']);
      await nextJob();
    });

    test('neither row nor job is there when one of them is refused', async () => {
      const document = await added();
      await expect(register().add(document)).rejects.toMatchObject({ code: 'conflict' });
      await expect(register().add(documentOf({ baseId: newId('base') }))).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(await nextJob()).toBeNull();
    });

    test('are listed newest first, by base and state, in pages', async () => {
      const base = baseOf();
      await register().addBase(base);
      const documents = await Promise.all(
        Array.from({ length: 5 }, (_, place) =>
          added({
            baseId: base.id,
            createdAt: 1_700_000_000_000 + Math.floor(place / 2),
            state: place === 0 ? 'failed' : 'ready',
          }),
        ),
      );
      const newestFirst = documents
        .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const query = { baseIds: [base.id], limit: 2, ...(cursor ? { cursor } : {}) };
        const page = await register().documents(query);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      }
      expect(seen).toEqual(newestFirst);
      const failed = { baseIds: [base.id, 'default'], state: 'failed' as const, limit: 10 };
      expect((await register().documents(failed)).items).toEqual([documents[0]]);
      expect(await register().documents({ baseIds: [], limit: 10 })).toEqual({
        items: [],
        cursor: null,
      });
      const bad = { baseIds: ['default'], limit: 1, cursor: 'garbage' };
      await expect(register().documents(bad)).rejects.toMatchObject({ code: 'invalid-request' });
    });

    test('are found by the folder they came from', async () => {
      const folder = newId('folder');
      const source = { kind: 'folder' as const, folder, path: 'a/b c.txt' };
      const document = await added({ source });
      expect(await register().fromFolder(folder)).toEqual([document]);
      expect(await register().fromFolder(newId('folder'))).toEqual([]);
      await expect(register().add(documentOf({ source }))).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    test('are changed; other fields stay', async () => {
      const document = await added();
      const change = {
        state: 'partly' as const,
        reason: 'Page 2 could not be read',
        title: 'Manual',
        language: 'de',
        pages: 4,
        readers: ['everyone'],
        metadata: { tags: [] },
        warnings: [],
      };
      expect(await register().update(document.id, change)).toBe(true);
      const { updatedAt: _updated, ...rest } = document;
      expect(await register().document(document.id)).toMatchObject({ ...rest, ...change });
      expect(await register().update(newId('document'), change)).toBe(false);
    });

    test('new bytes, or another try, queue them again', async () => {
      const document = await added({ state: 'failed', reason: 'damaged' });
      const bytes = { hash: sha256('new'), bytes: 3 };
      expect(await register().replaceBytes(document.id, bytes)).toBe(true);
      expect(await nextJob()).toEqual({ documentId: document.id });
      expect(await register().document(document.id)).toMatchObject({
        ...bytes,
        state: 'queued',
        reason: null,
      });
      expect(await register().requeue(document.id)).toBe(true);
      expect(await nextJob()).toEqual({ documentId: document.id });
      expect(await register().requeue(newId('document'))).toBe(false);
      expect(await register().replaceBytes(newId('document'), bytes)).toBe(false);
    });

    test('are counted by their bytes', async () => {
      const { hash } = await added();
      const second = await added({ hash });
      expect(await register().countWithHash(hash)).toBe(2);
      expect(await register().knownHashes([newId('hash'), hash])).toEqual([hash]);
      expect(await register().knownHashes([])).toEqual([]);
      await register().delete(second.id);
      expect(await register().countWithHash(hash)).toBe(1);
      expect(await stores.there().documents.countWithHash(hash)).toBe(0);
    });
  });

  test('what belongs to another tenant is not there', async () => {
    const document = await added();
    const { documents } = stores.there();
    expect(await documents.document(document.id)).toBeNull();
    expect(await documents.update(document.id, { title: 'taken' })).toBe(false);
    expect(await documents.delete(document.id)).toBe(false);
    expect((await documents.documents({ baseIds: ['default'], limit: 10 })).items).toEqual([]);
    expect(await register().document(document.id)).toEqual(document);
  });

  documentListingConformance(register, added);
  documentVersionsConformance(() => register(), added);
  documentReadingsConformance({ register, jobs: () => stores.here().jobs, added });
};
