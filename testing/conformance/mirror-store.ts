import { expect, test } from 'vitest';
import type { Document } from '../../src/domain/document.ts';
import { newId } from '../../src/lib/ids.ts';
import type { DocumentRegister } from '../../src/ports/document-register.ts';
import type { MirroredFile, MirrorStore } from '../../src/ports/mirror-store.ts';
import { documentOf } from './document-samples.ts';
import { useTwoTenants, type OpenTwoTenants } from './two-tenants.ts';

/** The mirrors with the documents that they speak of. */
export type MirrorsWithRegister = { mirrors: MirrorStore; documents: DocumentRegister };

const rules = { metadata: { team: 'heating' }, readers: ['user:anna'], base: 'Manuals' };
const noRules = { metadata: {}, readers: null, base: null };

export const mirrorStoreConformance = (open: OpenTwoTenants<MirrorsWithRegister>): void => {
  const stores = useTwoTenants(open);
  const mirrors = () => stores.here().mirrors;
  const added = async (folder: string, path: string): Promise<Document> => {
    const document = documentOf({ source: { kind: 'folder', folder, path } });
    await stores.here().documents.add(document);
    return document;
  };
  const filesOf = (source: string): Promise<MirroredFile[]> =>
    mirrors().files(source, { after: null, limit: 10 });
  const isolated = () => newId('source');

  test('the last delta of a source is kept, each tenant its own', async () => {
    const source = isolated();
    expect(await mirrors().delta(source)).toBeNull();
    await mirrors().saveDelta(source, 'one');
    await mirrors().saveDelta(source, 'two');
    await mirrors().saveDelta(isolated(), 'other');
    expect(await mirrors().delta(source)).toBe('two');
    expect(await stores.there().mirrors.delta(source)).toBeNull();
  });

  test('documents of a source are listed by their paths, whether something was saved of them or not', async () => {
    const source = isolated();
    const [second, first, third] = [
      await added(source, 'b/x.txt'),
      await added(source, 'a.txt'),
      await added(source, 'ö 🔥.txt'),
    ];
    await added(isolated(), 'a.txt');
    await mirrors().save({ documentId: second.id, etag: 'e1', rules });
    const fileOf = ({ id, hash, bytes }: Document, path: string) => ({
      documentId: id,
      path,
      hash,
      bytes,
      etag: null,
      rules: noRules,
    });
    const all = [
      fileOf(first, 'a.txt'),
      { ...fileOf(second, 'b/x.txt'), etag: 'e1', rules },
      fileOf(third, 'ö 🔥.txt'),
    ];
    expect(await filesOf(source)).toEqual(all);
    const page = await mirrors().files(source, { after: null, limit: 2 });
    expect(page).toEqual(all.slice(0, 2));
    expect(await mirrors().files(source, { after: 'b/x.txt', limit: 2 })).toEqual(all.slice(2));
    expect(await stores.there().mirrors.files(source, { after: null, limit: 10 })).toEqual([]);
  });

  test('what was saved is replaced, goes with its document, and is not kept of one that is gone', async () => {
    const source = isolated();
    const document = await added(source, 'a.txt');
    await mirrors().save({ documentId: document.id, etag: 'e1', rules });
    await mirrors().save({ documentId: document.id, etag: 'e2', rules: noRules });
    expect(await filesOf(source)).toMatchObject([{ etag: 'e2', rules: noRules }]);
    await stores.here().documents.delete(document.id);
    await mirrors().save({ documentId: document.id, etag: 'e3', rules });
    expect(await filesOf(source)).toEqual([]);
    await stores.here().documents.add(document);
    expect(await filesOf(source)).toMatchObject([{ etag: null, rules: noRules }]);
  });

  test('a place is that of the document itself: the rest of it stays, and its lane goes along', async () => {
    const { documents } = stores.here();
    const source = isolated();
    const base = {
      id: newId('base'),
      name: 'Elsewhere',
      description: '',
      conversationId: null,
      prompt: '',
      questions: [],
      readers: ['everyone'],
      createdAt: 1,
    };
    await documents.addBase(base);
    const { id, readers, hash } = await added(source, 'a.txt');
    const to = { path: 'deep/b.txt', name: 'b.txt', title: 'b', baseId: base.id };
    expect(await mirrors().place(id, to)).toBe(true);
    const { path, ...columns } = to;
    const moved = await documents.document(id);
    expect(moved).toMatchObject({ ...columns, readers, hash });
    expect(moved?.source).toEqual({ kind: 'folder', folder: source, path });
    expect(moved?.lane).toContain(base.id);
    expect(await filesOf(source)).toMatchObject([{ path }]);
    expect(await mirrors().place(newId('document'), to)).toBe(false);
    expect(await stores.there().mirrors.place(id, { path: 'c.txt' })).toBe(false);
  });
};
