import { expect, test } from 'vitest';
import type { FoundPassage } from '../../src/domain/passage.ts';
import type { Reranker } from '../../src/ports/reranker.ts';
import { patient } from '../patient.ts';

/** Some passages that were found, in the order of their numbers. */
export const foundPassages = (count: number): FoundPassage[] =>
  Array.from({ length: count }, (_, place) => ({
    id: `passage_${place + 1}`,
    baseId: 'default',
    documentId: 'document',
    versionId: 'version',
    title: 'Manual',
    headings: ['Chapter'],
    page: null,
    language: 'en',
    start: place * 10,
    end: place * 10 + 10,
    text: `Passage number ${place + 1} says something.`,
    readers: ['everyone'],
    score: count - place,
  }));

/** The laws of `ports/reranker.ts`, for one that can judge. */
export const rerankerConformance = (open: () => Reranker): void => {
  const rerank = (count: number, signal = patient()) =>
    open().rerank({ question: 'What is said?', passages: foundPassages(count), signal });

  test.for([0, 1, 2, 20])('of %i passages it gives places, each at most once', async (count) => {
    const places = await rerank(count);
    expect(new Set(places).size).toBe(places.length);
    expect(places.every((place) => place >= 0 && place < count)).toBe(true);
  });

  test('who has left gets the reason', async () => {
    const left = AbortSignal.abort(new Error('left'));
    await expect(rerank(5, left)).rejects.toThrow('left');
  });
};
