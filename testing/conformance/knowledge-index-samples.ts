import type { Passage, Retrieval } from '../../src/domain/passage.ts';
import type { IndexedDocument, SearchRequest } from '../../src/ports/knowledge-index.ts';
import { patient } from '../patient.ts';

export const texts: Record<string, string> = {
  leave: 'Employees may carry over five days of annual leave into the next year.',
  travel: 'Travel expenses are paid back within thirty days after the receipts were handed in.',
  pump: 'The cooling pump has to be inspected every six months by a certified technician.',
};

export const passage = (documentId: string, change: Partial<Passage> = {}): Passage => {
  const text = change.text ?? texts[documentId] ?? `Something about ${documentId}.`;
  return {
    id: `${documentId}-1`,
    baseId: 'base',
    documentId,
    versionId: `${documentId}-v1`,
    title: `Handbook ${documentId}`,
    headings: ['Rules', documentId],
    page: 3,
    language: 'en',
    start: 100,
    end: 100 + text.length,
    text,
    readers: ['everyone'],
    ...change,
  };
};

export const indexed = (
  documentId: string,
  versionNumber = 1,
  change: Partial<IndexedDocument> = {},
): IndexedDocument => ({ documentId, versionNumber, metadata: {}, changedAt: 0, ...change });

export const asked = (query: string, change: Partial<SearchRequest> = {}): SearchRequest => ({
  query,
  baseIds: ['base'],
  readers: ['everyone'],
  limit: 10,
  signal: patient(),
  ...change,
});

export const idsOf = (retrieval: Retrieval): string[] => retrieval.passages.map(({ id }) => id);
