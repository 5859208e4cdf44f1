import { describe, expect, test } from 'vitest';
import type { Document, ExtractedText } from '../../src/domain/document.ts';
import { newId, sha256 } from '../../src/lib/ids.ts';
import type { DocumentRegister } from '../../src/ports/document-register.ts';
import { extractedText, passagesOf } from './document-samples.ts';
import { unpackPlaced } from '../../src/domain/placed-text.ts';

const extractor = 'test-1';

export const documentVersionsConformance = (
  register: () => DocumentRegister,
  added: (change?: Partial<Document>) => Promise<Document>,
): void => {
  const saved = async (document: Document, change: Partial<ExtractedText> = {}) => {
    const id = newId('version');
    const extracted = extractedText(change);
    const passages = passagesOf(document, id, extracted.text);
    const { id: documentId, hash } = document;
    const number = await register().saveVersion({
      id,
      documentId,
      hash,
      extractor,
      extracted,
      passages,
    });
    return { id, number, extracted, passages };
  };

  const ownerOf = async (id: string) => (await register().versionOwners([id, 'none'])).get(id);

  describe('versions', () => {
    test('keep text, blocks, places and passages, and become current', async () => {
      const document = await added();
      const { id, number, extracted, passages } = await saved(document);
      const { text, blocks } = extracted;
      const placed = unpackPlaced(extracted.placed);
      expect(number).toBe(1);
      expect(await register().text(id)).toEqual({ text, blocks, placed });
      expect(await register().passages(document.id)).toEqual(passages);
      expect(await register().document(document.id)).toMatchObject({ versionId: id, passages: 2 });
      const { mediaType, readers, title, language } = document;
      expect(await ownerOf(id)).toEqual({
        document: { id: document.id, mediaType, readers, title, language },
        baseReaders: ['everyone'],
        current: true,
        deleted: false,
      });
      const some = await register().placed(id, { start: 29, end: 31 });
      expect(some).toEqual([placed[1]]);
    });

    test('equal bytes are extracted once', async () => {
      const document = await added();
      expect(await register().extraction(document.hash, extractor)).toBeNull();
      const { extracted } = await saved(document);
      expect(await register().extraction(document.hash, extractor)).toEqual(extracted);
      expect(await register().extraction(document.hash, 'test-2')).toBeNull();
      expect(await register().extraction(sha256('other'), extractor)).toBeNull();
      const twin = await added({ hash: document.hash });
      await saved(twin);
      const remove = async ({ id }: Document) => {
        await register().delete(id);
        await register().dropVersions(await register().oldVersions({ documentId: id }));
      };
      await remove(document);
      expect(await register().extraction(document.hash, extractor)).toEqual(extracted);
      await remove(twin);
      expect(await register().extraction(document.hash, extractor)).toBeNull();
    });

    test('a new one replaces the passages; the old text stays', async () => {
      const document = await added({ state: 'ready' });
      const first = await saved(document);
      const second = await saved(document, {
        text: 'Operation\nquite another text',
        placed: new Float64Array(),
      });
      expect(second.number).toBeGreaterThan(first.number);
      expect(await register().passages(document.id)).toEqual(second.passages);
      expect((await register().text(first.id))?.text).toBe(first.extracted.text);
      expect((await register().text(second.id))?.text).toBe('Operation\nquite another text');
      const documentId = document.id;
      expect(await ownerOf(first.id)).toMatchObject({
        document: { id: documentId },
        current: false,
        deleted: false,
      });
      expect(await register().currentVersions()).toContainEqual({
        documentId,
        versionId: second.id,
        versionNumber: second.number,
        hash: document.hash,
      });
      expect(await register().currentVersions(documentId)).toHaveLength(1);
    });

    test('passages have the readers and title of the document as it is now', async () => {
      const document = await added();
      const { passages } = await saved(document);
      await register().update(document.id, { readers: ['user:bert'], title: 'Renamed' });
      expect(await register().passages(document.id)).toEqual(
        passages.map((passage) => ({ ...passage, readers: ['user:bert'], title: 'Renamed' })),
      );
    });

    test('the one that was saved last is searched, whatever becomes of the document', async () => {
      const document = await added({ state: 'queued' });
      const versionId = async () => (await register().currentVersions(document.id))[0]?.versionId;
      expect(await versionId()).toBeUndefined();
      const { id } = await saved(document);
      for (const state of ['ready', 'queued', 'failed', 'cancelled'] as const) {
        await register().update(document.id, { state });
        expect(await versionId()).toBe(id);
      }
    });

    test('those replaced since a time are left out when asked', async () => {
      const document = await added({ state: 'ready' });
      const first = await saved(document);
      const before = Date.now() - 60_000;
      await saved(document, { text: 'second text of it' });
      const { id } = document;
      expect(await register().oldVersions({ documentId: id })).toEqual([first.id]);
      expect(await register().oldVersions({ documentId: id, before })).toEqual([]);
      const after = Date.now() + 60_000;
      expect(await register().oldVersions({ documentId: id, before: after })).toEqual([first.id]);
    });

    test('old ones live until they are dropped; one that is current stays', async () => {
      const document = await added({ state: 'ready' });
      const [first, second, third] = [
        await saved(document),
        await saved(document, { text: 'second text of it' }),
        await saved(document, { text: 'third text of it', placed: new Float64Array() }),
      ];
      const old = () => register().oldVersions({ documentId: document.id });
      expect(await old()).toEqual([first.id, second.id]);
      expect(await register().oldVersions()).toEqual(expect.arrayContaining(await old()));
      await register().dropVersions([first.id, third.id, newId('version')]);
      await register().dropVersions([]);
      expect(await register().text(first.id)).toBeNull();
      expect(await register().placed(first.id, { start: 0, end: 99 })).toEqual([]);
      expect(await ownerOf(first.id)).toBeUndefined();
      expect((await register().text(second.id))?.text).toBe('second text of it');
      expect(await register().passages(document.id)).toEqual(third.passages);
      expect(await old()).toEqual([second.id]);
    });

    test('deleting a document makes them all old; they know what it was last', async () => {
      const document = await added();
      const first = await saved(document);
      const second = await saved(document, { text: 'second text of it' });
      const last = { title: 'Renamed', language: 'de', readers: ['user:bert'] };
      await register().update(document.id, last);
      await register().updateBase(document.baseId, { readers: ['group:few'] });
      expect((await ownerOf(first.id))?.baseReaders).toEqual(['group:few']);
      expect(await register().delete(document.id)).toBe(true);
      await register().updateBase(document.baseId, { readers: ['everyone'] });
      expect(await register().delete(document.id)).toBe(false);
      expect(await register().document(document.id)).toBeNull();
      expect(await register().passages(document.id)).toEqual([]);
      const old = await register().oldVersions({ documentId: document.id });
      expect(old).toEqual([first.id, second.id]);
      await register().dropVersions([second.id]);
      expect((await register().text(first.id))?.text).toBe(first.extracted.text);
      expect(await register().text(second.id)).toBeNull();
      const { id, mediaType } = document;
      expect(await ownerOf(first.id)).toEqual({
        document: { id, mediaType, ...last },
        baseReaders: ['group:few'],
        current: false,
        deleted: true,
      });
      expect((await register().versionOwners([first.id, second.id])).size).toBe(1);
      expect((await register().versionOwners([])).size).toBe(0);
    });

    test('what was extracted stays while a version or a document needs it', async () => {
      const document = await added();
      const { hash } = document;
      const known = async () => (await register().extraction(hash, extractor)) !== null;
      const first = await saved(document);
      await register().replaceBytes(document.id, { hash: sha256(newId('bytes')), bytes: 3 });
      await register().dropVersions([first.id]); // still the one that is searched
      expect(await known()).toBe(true);
      await saved(
        { ...document, hash: sha256(newId('bytes')) },
        { text: 'quite other bytes', placed: new Float64Array() },
      );
      const waiting = await added({ hash });
      await register().dropVersions([first.id]);
      expect(await known()).toBe(true);
      await register().delete(waiting.id);
      expect(await known()).toBe(false);
    });

    test('of a document that was deleted meanwhile is refused, and leaves nothing', async () => {
      const document = await added();
      await register().delete(document.id);
      await expect(saved(document)).rejects.toMatchObject({ code: 'not-found' });
      expect(await register().extraction(document.hash, extractor)).toBeNull();
    });
  });
};
