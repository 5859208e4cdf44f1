import { expect, test } from 'vitest';
import type { Passage } from '../../src/domain/passage.ts';
import type { ManagedIndex, SearchRequest } from '../../src/ports/knowledge-index.ts';
import { asked, idsOf, indexed, passage } from './knowledge-index-samples.ts';

const OTHERS = 300;

/** What is not asked for takes no place from what is, however much of it would come first. */
export const filterTests = (index: () => ManagedIndex): void => {
  const cases: readonly (readonly [string, Partial<Passage>, Partial<SearchRequest>])[] = [
    ['readers', { readers: ['user:ann'] }, {}],
    ['base', { baseId: 'other' }, {}],
    ['document', {}, { documentIds: ['wanted'] }],
    ['metadata', {}, { filter: { kind: ['wanted'] } }],
  ];
  const publish = async (others: Partial<Passage>): Promise<Passage[]> => {
    const better = Array.from({ length: OTHERS }, (_, number) =>
      passage('better', { id: `better-${number}`, text: 'Annual leave. Annual leave.', ...others }),
    );
    await index().publish(indexed('better', 1, { metadata: { kind: 'better' } }), better);
    await index().publish(indexed('wanted', 1, { metadata: { kind: 'wanted' } }), [
      passage('wanted', { text: 'Whoever is ill during annual holidays asks for other days.' }),
    ]);
    return better;
  };

  test.for(cases)(
    'one passage is found behind hundreds of another %s',
    async ([, others, request]) => {
      await publish(others);
      expect(idsOf(await index().search(asked('annual leave', request)))).toEqual(['wanted-1']);
    },
  );

  test.for(cases)('so it is by meaning, whatever the %s', async ([, others, request]) => {
    const vector = Float32Array.of(1, 0);
    const better = (await publish(others)).map(({ id }) => ({ passageId: id, vector }));
    const wanted = { passageId: 'wanted-1', vector: Float32Array.of(0.8, 0.6) };
    const { vectors } = index();
    await vectors.add({ space: 'model', dimensions: 2 }, [...better, wanted]);
    expect(await vectors.serve('model')).toBe(true);
    expect(idsOf(await index().search(asked('', { ...request, vector })))).toEqual(['wanted-1']);
  });
};
