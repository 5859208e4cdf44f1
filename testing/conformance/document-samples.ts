import type { Document, ExtractedText } from '../../src/domain/document.ts';
import type { Passage } from '../../src/domain/passage.ts';
import { newId, sha256 } from '../../src/lib/ids.ts';
import { packPlaced } from '../../src/domain/placed-text.ts';

export const documentOf = (change: Partial<Document> = {}): Document => ({
  id: newId('document'),
  baseId: 'default',
  name: '../../etc/пасс "wd".pdf',
  title: 'Boiler manual',
  mediaType: 'application/pdf',
  format: 'pdf',
  bytes: 1234,
  hash: sha256(newId('bytes')),
  versionId: null,
  language: null,
  state: 'queued',
  reason: null,
  pages: null,
  passages: 0,
  warnings: [
    { code: 'hidden-text', reason: 'White on white', range: { start: 0, end: 3 }, page: 2 },
  ],
  metadata: { tags: ['heating', 'cellar'], year: 1999, draft: false },
  readers: ['user:anna', 'group:technicians'],
  source: { kind: 'upload' },
  lane: 'default upload:anna',
  createdAt: 1_700_000_000_000,
  updatedAt: 1_700_000_000_000,
  ...change,
});

const text = 'Operation\nKeep the boiler at 60 °C. 🔥 Never above.\nEnd';

export const extractedText = (change: Partial<ExtractedText> = {}): ExtractedText => ({
  text,
  blocks: [
    { kind: 'heading', level: 1, start: 0, end: 9, page: 1 },
    { kind: 'paragraph', start: 10, end: text.length - 4 },
    {
      kind: 'table',
      start: text.length - 3,
      end: text.length,
      rows: [text.length - 3],
      header: true,
    },
  ],
  pages: 2,
  title: 'Boiler manual',
  language: 'en',
  placed: packPlaced([
    { start: 0, end: 9, page: 1, left: 72.1, top: 80.25, width: 100.3, height: 12 },
    { start: 10, end: 30, page: 1, left: 72.1, top: 100.7, width: 300, height: 12 },
    { start: 31, end: 40, page: 2, left: 72.1, top: 80.25, width: 90, height: 12 },
  ]),
  warnings: [{ code: 'unreadable-page', reason: 'Page 2 is a picture', range: null }],
  metadata: { author: 'Anna' },
  whole: false,
  ...change,
});

/** Two passages of a version of the document, as the sample text has them. */
export const passagesOf = (document: Document, versionId: string, of = text): Passage[] =>
  [
    { start: 0, end: 9, headings: [], page: 1 },
    { start: 10, end: of.length, headings: ['Operation'], page: null },
  ].map((place) => ({
    ...place,
    id: newId('passage'),
    baseId: document.baseId,
    documentId: document.id,
    versionId,
    title: document.title,
    language: 'en',
    text: of.slice(place.start, place.end),
    readers: document.readers,
  }));
