import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ManagedIndex } from '../../src/ports/knowledge-index.ts';
import { filterTests } from './knowledge-index-filters.ts';
import { metadataTests } from './knowledge-index-metadata.ts';
import { permissionTests } from './knowledge-index-permissions.ts';
import { vectorTests } from './knowledge-index-vectors.ts';
import { asked, idsOf, indexed, passage } from './knowledge-index-samples.ts';

/** An index to test, opened again by `reopen` as after a restart. `fresh` gives an empty one. */
export type IndexUnderTest = {
  fresh(): Promise<ManagedIndex>;
  reopen(): Promise<ManagedIndex>;
  close(): Promise<void>;
};

const hostileQueries: [string, string][] = [
  ['nothing', ''],
  ['spaces', ' \n\t '],
  ['a megabyte of one word', 'leave '.repeat(175_000)],
  ['100,000 terms', Array.from({ length: 100_000 }, (_, number) => `term${number}`).join(' ')],
  ['one word of a megabyte', 'x'.repeat(1_000_000)],
  ['emoji only', '🚰🧾🏖️👩‍🔧'.repeat(50)],
  ['quotes', `"leave" 'days' """ '' ”“`],
  ['query language', 'NEAR(leave days, 2) AND NOT (title: travel*) OR ^pump {body}: "'],
  ['operators only', 'AND OR NOT NEAR'],
  ['statement', `'); drop table passages; --`],
  ['lone surrogates', '\uD800leave\uDC00 \uDFFF'],
  ['nul', 'leave\0days'],
  ['marks without letters', '\u0301\u0302\u20E3'],
  ['section signs', '§everyone §base'],
];

const publishTests = (index: () => ManagedIndex): void => {
  test('publish replaces a document whole, is idempotent, and never goes back', async () => {
    const second = [passage('leave', { id: 'leave-2', text: 'Leave is ten days now.' })];
    await index().publish(indexed('leave'), [
      passage('leave'),
      passage('leave', { id: 'leave-b' }),
    ]);
    await index().publish(indexed('leave', 2), second);
    await index().publish(indexed('leave', 2), second);
    await index().publish(indexed('leave'), [passage('leave')]);
    const found = await index().search(asked('leave'));
    expect(idsOf(found)).toEqual(['leave-2']);
    expect(found.passagesInScope).toBe(1);
    expect(await index().contents()).toEqual(new Map([['leave', 2]]));
  });

  test('a search beside a publish sees the old or the new set', async () => {
    const set = (version: number) =>
      Array.from({ length: 40 }, (_, place) =>
        passage('leave', { id: `v${version}-${place}`, versionId: `v${version}` }),
      );
    await index().publish(indexed('leave'), set(1));
    const publishes = (async () => {
      for (let version = 2; version <= 12; version += 1)
        await index().publish(indexed('leave', version), set(version));
    })();
    const running = { done: false };
    void publishes.then(() => (running.done = true));
    while (!running.done) {
      const found = await index().search(asked('annual leave', { limit: 50 }));
      expect(new Set(found.passages.map(({ versionId }) => versionId)).size).toBe(1);
      expect(found.passages).toHaveLength(40);
    }
    await publishes;
    expect((await index().search(asked('annual leave'))).passages[0]?.versionId).toBe('v12');
  });

  test('remove takes documents out, and what is not there is nothing', async () => {
    await index().publish(indexed('leave', 5), [passage('leave')]);
    await index().publish(indexed('pump'), [passage('pump')]);
    await index().remove(['leave', 'never-there']);
    expect(await index().search(asked('annual leave'))).toMatchObject({
      passages: [],
      passagesInScope: 1,
    });
    expect(await index().contents()).toEqual(new Map([['pump', 1]]));
    await index().publish(indexed('leave'), [passage('leave')]);
    expect(idsOf(await index().search(asked('annual leave')))).toEqual(['leave-1']);
  });

  test('a document without passages is in', async () => {
    await index().publish(indexed('empty', 3), []);
    expect(await index().contents()).toEqual(new Map([['empty', 3]]));
  });
};

const searchTests = (index: () => ManagedIndex): void => {
  test('gives passages back as they were published, best first', async () => {
    const odd = 'Line one\nline two\twith “quotes”, a 🚰 and §everyone. The leave of the pump.';
    const published = passage('odd', {
      text: odd,
      page: null,
      headings: ['Über "alles"', ''],
      title: 'A\nB',
      end: 100 + odd.length,
    });
    await index().publish(indexed('odd'), [published]);
    await index().publish(indexed('leave'), [passage('leave')]);
    const found = await index().search(asked('quotes on the pump line'));
    expect(found.passages[0]).toEqual({ ...published, score: expect.any(Number) as number });
    expect(found.evidence).toBeGreaterThan(0);
    expect(found.evidence).toBeLessThanOrEqual(1);
    expect(found.terms.map(({ stem }) => stem)).toEqual(['quot', 'pump', 'line']);
    const scores = (await index().search(asked('leave'))).passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
  });

  test('finds other forms of a word, and words with a slip', async () => {
    for (const id of ['leave', 'travel', 'pump']) await index().publish(indexed(id), [passage(id)]);
    expect(idsOf(await index().search(asked('How often are pumps inspected?')))[0]).toBe('pump-1');
    expect(idsOf(await index().search(asked('certifeid techncian')))[0]).toBe('pump-1');
    expect(idsOf(await index().search(asked('recipts')))).toEqual(['travel-1']);
  });

  test('a repaired word shows no word of a passage that the caller may not read', async () => {
    await index().publish(indexed('secret'), [
      passage('secret', { readers: ['user:ann'], text: 'The receiptsproject.' }),
    ]);
    await index().publish(indexed('travel'), [passage('travel')]);
    const found = await index().search(asked('recipts travel'));
    expect(JSON.stringify(found.terms)).not.toContain('receiptsproject');
  });

  test('finds in German, Russian, Arabic, Chinese and Japanese', async () => {
    const languages: [string, string, string][] = [
      [
        'de',
        'Die Kündigungsfristen betragen drei Monate zum Ende eines Quartals.',
        'Welche Kündigungsfrist gilt?',
      ],
      [
        'ru',
        'Сотрудники имеют право на ежегодный отпуск продолжительностью двадцать дней.',
        'Какой отпуск у сотрудника?',
      ],
      ['ar', 'يحق للموظفين الحصول على إجازة سنوية مدتها عشرون يوما.', 'كم مدة الإجازات السنوية؟'],
      ['zh', '员工每年享有二十天带薪年假，未休完的年假可以结转。', '年假可以结转吗？'],
      ['ja', '従業員は毎年二十日の有給休暇を取得できます。', '有給休暇は何日ですか？'],
    ];
    for (const [language, text] of languages)
      await index().publish(indexed(language), [
        passage(language, { text, language, end: 100 + text.length, headings: [], title: '' }),
      ]);
    for (const [language, , question] of languages) {
      const found = await index().search(asked(question));
      expect(idsOf(found)[0]).toBe(`${language}-1`);
      expect(found.language).toBe(language);
    }
  });

  test.for(hostileQueries)('a query of %s is answered', async ([, query]) => {
    await index().publish(indexed('leave'), [passage('leave')]);
    const found = await index().search(asked(query));
    expect(found.passagesInScope).toBe(1);
    expect(found.terms.length).toBeLessThanOrEqual(64);
    expect(found.passages.length).toBeLessThanOrEqual(1);
  });

  test('an aborted search rejects with the reason', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stopped'));
    await expect(index().search(asked('leave', { signal: controller.signal }))).rejects.toThrow(
      'stopped',
    );
  });
};

/** What every index that we write has to do. */
export const testManagedIndex = (name: string, open: () => Promise<IndexUnderTest>): void => {
  describe(`${name} as a managed index`, () => {
    let tested: IndexUnderTest;
    let current: ManagedIndex;
    beforeAll(async () => {
      tested = await open();
    });
    beforeEach(async () => {
      current = await tested.fresh();
    });
    afterAll(() => tested.close());

    describe('permissions', () => {
      permissionTests(() => current);
      filterTests(() => current);
    });
    describe('metadata', () => {
      metadataTests(() => current);
    });
    describe('publishing', () => {
      publishTests(() => current);
    });
    describe('vectors', () => {
      vectorTests(() => current);
    });
    describe('searching', () => {
      searchTests(() => current);
    });

    test('what was published is there after a restart', async () => {
      await current.publish(indexed('pump', 7), [passage('pump')]);
      const again = await tested.reopen();
      expect(idsOf(await again.search(asked('cooling pump')))).toEqual(['pump-1']);
      expect(await again.contents()).toEqual(new Map([['pump', 7]]));
    });

    test('vectors are there after a restart, and the space that was served is served', async () => {
      const space = { space: 'model', dimensions: 2 };
      await current.publish(indexed('pump'), [passage('pump')]);
      await current.vectors.add(space, [
        { passageId: 'pump-1', vector: Float32Array.from([3, 4]) },
      ]);
      await current.vectors.serve(space.space);
      const again = await tested.reopen();
      expect(await again.vectors.served()).toEqual({
        ...space,
        passages: 1,
        total: 1,
        whole: true,
      });
      const vector = Float32Array.from([0.6, 0.8]);
      const { passages } = await again.search(asked('unheard', { vector, explain: true }));
      expect(passages[0]?.why?.similarity).toBeCloseTo(1, 5);
    });
  });
};
