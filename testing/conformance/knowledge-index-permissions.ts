import { expect, test } from 'vitest';
import type { Passage } from '../../src/domain/passage.ts';
import type { ManagedIndex } from '../../src/ports/knowledge-index.ts';
import { asked, idsOf, indexed, passage, texts } from './knowledge-index-samples.ts';

/** Who may see what, decided inside the query. */
export const permissionTests = (index: () => ManagedIndex): void => {
  test('a passage is found by its readers only, and not counted for others', async () => {
    await index().publish(indexed('leave'), [
      passage('leave', { readers: ['group:personnel', 'user:ann'] }),
    ]);
    await index().publish(indexed('travel'), [passage('travel')]);
    const everyone = await index().search(asked('annual leave days'));
    expect(idsOf(everyone)).not.toContain('leave-1');
    expect(everyone.passagesInScope).toBe(1);
    const personnel = await index().search(
      asked('annual leave days', { readers: ['everyone', 'group:personnel'] }),
    );
    expect(idsOf(personnel)[0]).toBe('leave-1');
    expect(personnel.passagesInScope).toBe(2);
    expect(idsOf(await index().search(asked('annual leave', { readers: ['user:ann'] })))).toEqual([
      'leave-1',
    ]);
    expect(
      idsOf(
        await index().search(
          asked('annual leave', { readers: ['user:anna', 'group:person', 'personnel'] }),
        ),
      ),
    ).toEqual([]);
  });

  test('nobody reads a passage without readers; no readers or bases find nothing', async () => {
    await index().publish(indexed('leave'), [passage('leave', { readers: [] })]);
    await index().publish(indexed('pump'), [passage('pump')]);
    expect(idsOf(await index().search(asked('annual leave')))).not.toContain('leave-1');
    for (const change of [{ readers: [] }, { baseIds: [] }])
      expect(await index().search(asked('pump', change))).toMatchObject({
        passages: [],
        passagesInScope: 0,
      });
  });

  test('names of groups and bases are no part of the query language', async () => {
    const readers = ['group:R&D "x" OR everyone', 'group:überall § 1', 'group:)'];
    await index().publish(indexed('pump'), [passage('pump', { baseId: 'b" OR "', readers })]);
    for (const reader of readers)
      expect(
        idsOf(await index().search(asked('pump', { baseIds: ['b" OR "'], readers: [reader] }))),
      ).toEqual(['pump-1']);
    expect(idsOf(await index().search(asked('pump', { baseIds: ['b" OR "'] })))).toEqual([]);
    expect(idsOf(await index().search(asked('pump', { baseIds: ['b'], readers })))).toEqual([]);
  });

  test('no score, weight or repair tells what stands in passages that the caller may not read', async () => {
    await index().publish(indexed('pump'), [passage('pump')]);
    await index().publish(indexed('travel'), [passage('travel')]);
    const questions = [
      'travel to the pump',
      'a zeppelin pump',
      'a zeppelim pump',
      'pumps of Zeppelin',
    ];
    const answers = () => Promise.all(questions.map((query) => index().search(asked(query))));
    const before = await answers();
    const hidden: [string, Partial<Passage>][] = [
      ['board', { readers: ['group:board'] }],
      ['second', { baseId: 'second' }],
    ];
    for (const [id, change] of hidden) {
      const pump = texts['pump']?.replace('certified', 'Zeppelin');
      const travel = texts['travel']?.replace('receipts', 'Zeppelin');
      await index().publish(indexed(id), [
        passage(id, { ...change, ...(pump && { text: pump }) }),
        passage(id, { ...change, ...(travel && { text: travel }), id: `${id}-2` }),
      ]);
    }
    expect(await answers()).toEqual(before);
  });

  test('new readers hold as soon as they are published', async () => {
    await index().publish(indexed('leave'), [passage('leave')]);
    expect(idsOf(await index().search(asked('leave')))).toEqual(['leave-1']);
    await index().publish(indexed('leave'), [passage('leave', { readers: ['user:ann'] })]);
    expect(await index().search(asked('leave'))).toMatchObject({
      passages: [],
      passagesInScope: 0,
    });
  });

  test('bases and documents restrict a search', async () => {
    await index().publish(indexed('leave'), [passage('leave')]);
    await index().publish(indexed('travel'), [passage('travel')]);
    await index().publish(indexed('other'), [
      passage('other', { baseId: 'second', text: texts['leave'] ?? '' }),
    ]);
    expect(idsOf(await index().search(asked('days')))).toHaveLength(2);
    const both = await index().search(asked('days', { baseIds: ['base', 'second'] }));
    expect(idsOf(both)).toHaveLength(3);
    const one = await index().search(asked('days', { documentIds: ['travel'] }));
    expect(one).toMatchObject({ passagesInScope: 1 });
    expect(idsOf(one)).toEqual(['travel-1']);
    expect(await index().search(asked('days', { documentIds: [] }))).toMatchObject({
      passages: [],
      passagesInScope: 0,
    });
  });
};
