import { expect, test } from 'vitest';
import type { Passage } from '../../src/domain/passage.ts';
import type { ManagedIndex, SearchRequest } from '../../src/ports/knowledge-index.ts';
import { asked, idsOf, indexed, passage } from './knowledge-index-samples.ts';

const OTHERS = 300;

/** What is not asked for takes no place from what is, however much of it would come first. */
export const filterTests = (index: () => ManagedIndex): void => {
  test.for<readonly [string, Partial<Passage>, Partial<SearchRequest>]>([
    ['readers', { readers: ['user:ann'] }, {}],
    ['base', { baseId: 'other' }, {}],
    ['document', {}, { documentIds: ['wanted'] }],
    ['metadata', {}, { filter: { kind: ['wanted'] } }],
  ])('one passage is found behind hundreds of another %s', async ([, others, request]) => {
    const better = Array.from({ length: OTHERS }, (_, number) =>
      passage('better', { id: `better-${number}`, text: 'Annual leave. Annual leave.', ...others }),
    );
    await index().publish(indexed('better', 1, { metadata: { kind: 'better' } }), better);
    await index().publish(indexed('wanted', 1, { metadata: { kind: 'wanted' } }), [
      passage('wanted', { text: 'Whoever is ill during annual holidays asks for other days.' }),
    ]);
    expect(idsOf(await index().search(asked('annual leave', request)))).toEqual(['wanted-1']);
  });
};
