import { describe, expect, test } from 'vitest';
import type { Document, ExtractedText } from '../../src/domain/document.ts';
import { newId, sha256 } from '../../src/lib/ids.ts';
import type { DocumentRegister } from '../../src/ports/document-register.ts';
import { extractedText, passagesOf } from './document-samples.ts';

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

  describe('versions', () => {
    test('keep text, blocks, places and passages, and become current', async () => {
      const document = await added();
      const { id, number, extracted, passages } = await saved(document);
      const { text, blocks, placed } = extracted;
      expect(number).toBe(1);
      expect(await register().text(id)).toEqual({ text, blocks, placed });
      expect(await register().passages(document.id)).toEqual(passages);
      expect(await register().document(document.id)).toMatchObject({ versionId: id, passages: 2 });
      expect(await register().versionOwner(id)).toEqual({ documentId: document.id, current: true });
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
      await register().delete(document.id, new Set());
      expect(await register().extraction(document.hash, extractor)).toEqual(extracted);
      await register().delete(twin.id, new Set());
      expect(await register().extraction(document.hash, extractor)).toBeNull();
    });

    test('a new one replaces the passages; the old text stays', async () => {
      const document = await added({ state: 'ready' });
      const first = await saved(document);
      const second = await saved(document, { text: 'Operation\nquite another text', placed: [] });
      expect(second.number).toBeGreaterThan(first.number);
      expect(await register().passages(document.id)).toEqual(second.passages);
      expect((await register().text(first.id))?.text).toBe(first.extracted.text);
      expect((await register().text(second.id))?.text).toBe('Operation\nquite another text');
      const documentId = document.id;
      expect(await register().versionOwner(first.id)).toEqual({ documentId, current: false });
      expect(await register().currentVersions()).toContainEqual({
        documentId,
        versionId: second.id,
        versionNumber: second.number,
      });
    });

    test('passages have the readers and title of the document as it is now', async () => {
      const document = await added();
      const { passages } = await saved(document);
      await register().update(document.id, { readers: ['user:bert'], title: 'Renamed' });
      expect(await register().passages(document.id)).toEqual(
        passages.map((passage) => ({ ...passage, readers: ['user:bert'], title: 'Renamed' })),
      );
    });

    test('only searchable documents have a current version', async () => {
      const document = await added({ state: 'indexing' });
      await saved(document);
      const ids = async () => (await register().currentVersions()).map((each) => each.documentId);
      expect(await ids()).not.toContain(document.id);
      await register().update(document.id, { state: 'partly' });
      expect(await ids()).toContain(document.id);
    });

    test('deleting a document takes its texts, but for those to be kept', async () => {
      const document = await added();
      const first = await saved(document);
      const second = await saved(document, { text: 'second text of it' });
      expect(await register().delete(document.id, new Set([first.id]))).toBe(true);
      expect(await register().delete(document.id, new Set())).toBe(false);
      expect(await register().document(document.id)).toBeNull();
      expect(await register().passages(document.id)).toEqual([]);
      expect((await register().text(first.id))?.text).toBe(first.extracted.text);
      expect(await register().text(second.id)).toBeNull();
      expect(await register().placed(second.id, { start: 0, end: 99 })).toEqual([]);
      const gone = { documentId: document.id, current: false };
      expect(await register().versionOwner(first.id)).toEqual(gone);
      expect(await register().versionOwner(second.id)).toBeNull();
    });

    test('of a document that was deleted meanwhile is refused, and leaves nothing', async () => {
      const document = await added();
      await register().delete(document.id, new Set());
      await expect(saved(document)).rejects.toMatchObject({ code: 'not-found' });
      expect(await register().extraction(document.hash, extractor)).toBeNull();
    });
  });
};
