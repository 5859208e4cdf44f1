import type { Passage } from '../../src/domain/passage.ts';

/** Passages of a made document in the base `bench`, far enough apart that none touches the next. */
export const passagesOf = (
  document: number,
  texts: readonly string[],
  readers: string[] = ['everyone'],
): Passage[] =>
  texts.map((text, place) => ({
    id: `document-${document}-${place}`,
    baseId: 'bench',
    documentId: `document-${document}`,
    versionId: `version-${document}`,
    title: `Report ${document}`,
    headings: [],
    page: null,
    language: 'en',
    start: place * 10_000,
    end: place * 10_000 + text.length,
    text,
    readers,
  }));
