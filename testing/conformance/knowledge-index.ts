import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Passage, Retrieval } from '../../src/domain/passage.ts';
import type { ManagedIndex, SearchRequest } from '../../src/ports/knowledge-index.ts';

/** An index to test, opened again by `reopen` as after a restart. `fresh` gives an empty one. */
export type IndexUnderTest = {
  fresh(): Promise<ManagedIndex>;
  reopen(): Promise<ManagedIndex>;
  close(): Promise<void>;
};

const texts: Record<string, string> = {
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

const asked = (query: string, change: Partial<SearchRequest> = {}): SearchRequest => ({
  query,
  baseIds: ['base'],
  readers: ['everyone'],
  limit: 10,
  signal: AbortSignal.timeout(10_000),
  ...change,
});

const idsOf = (retrieval: Retrieval): string[] => retrieval.passages.map(({ id }) => id);

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

const permissionTests = (index: () => ManagedIndex): void => {
  test('a passage is found by its readers only, and not counted for others', async () => {
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave', { readers: ['group:personnel', 'user:ann'] })]);
    await index().publish({ documentId: 'travel', versionNumber: 1 }, [passage('travel')]);
    const everyone = await index().search(asked('annual leave days'));
    expect(idsOf(everyone)).not.toContain('leave-1');
    expect(everyone.passagesInScope).toBe(1);
    const personnel = await index().search(asked('annual leave days', { readers: ['everyone', 'group:personnel'] }));
    expect(idsOf(personnel)[0]).toBe('leave-1');
    expect(personnel.passagesInScope).toBe(2);
    expect(idsOf(await index().search(asked('annual leave', { readers: ['user:ann'] })))).toEqual(['leave-1']);
    expect(idsOf(await index().search(asked('annual leave', { readers: ['user:anna', 'group:person', 'personnel'] })))).toEqual([]);
  });

  test('nobody reads a passage without readers; no readers or bases find nothing', async () => {
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave', { readers: [] })]);
    await index().publish({ documentId: 'pump', versionNumber: 1 }, [passage('pump')]);
    for (const request of [asked('annual leave'), asked('pump', { readers: [] }), asked('pump', { baseIds: [] })]) {
      const found = await index().search(request);
      expect(idsOf(found)).not.toContain('leave-1');
      if (request.readers.length === 0 || request.baseIds.length === 0)
        expect(found).toMatchObject({ passages: [], passagesInScope: 0 });
    }
  });

  test('names of groups and bases are no part of the query language', async () => {
    const readers = ['group:R&D "x" OR everyone', 'group:überall § 1', 'group:)'];
    await index().publish({ documentId: 'pump', versionNumber: 1 }, [passage('pump', { baseId: 'b" OR "', readers })]);
    for (const reader of readers)
      expect(idsOf(await index().search(asked('pump', { baseIds: ['b" OR "'], readers: [reader] })))).toEqual(['pump-1']);
    expect(idsOf(await index().search(asked('pump', { baseIds: ['b" OR "'] })))).toEqual([]);
    expect(idsOf(await index().search(asked('pump', { baseIds: ['b'], readers })))).toEqual([]);
  });

  test('new readers hold as soon as they are published', async () => {
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave')]);
    expect(idsOf(await index().search(asked('leave')))).toEqual(['leave-1']);
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave', { readers: ['user:ann'] })]);
    expect(await index().search(asked('leave'))).toMatchObject({ passages: [], passagesInScope: 0 });
  });

  test('bases and documents restrict a search', async () => {
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave')]);
    await index().publish({ documentId: 'travel', versionNumber: 1 }, [passage('travel')]);
    await index().publish({ documentId: 'other', versionNumber: 1 }, [passage('other', { baseId: 'second', text: texts['leave'] ?? '' })]);
    expect(idsOf(await index().search(asked('days')))).toHaveLength(2);
    const both = await index().search(asked('days', { baseIds: ['base', 'second'] }));
    expect(idsOf(both)).toHaveLength(3);
    const one = await index().search(asked('days', { documentIds: ['travel'] }));
    expect(one).toMatchObject({ passagesInScope: 1 });
    expect(idsOf(one)).toEqual(['travel-1']);
    expect(await index().search(asked('days', { documentIds: [] }))).toMatchObject({ passages: [], passagesInScope: 0 });
  });
};

const publishTests = (index: () => ManagedIndex): void => {
  test('publish replaces a document whole, is idempotent, and never goes back', async () => {
    const second = [passage('leave', { id: 'leave-2', text: 'Leave is ten days now.' })];
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave'), passage('leave', { id: 'leave-b' })]);
    await index().publish({ documentId: 'leave', versionNumber: 2 }, second);
    await index().publish({ documentId: 'leave', versionNumber: 2 }, second);
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave')]);
    const found = await index().search(asked('leave'));
    expect(idsOf(found)).toEqual(['leave-2']);
    expect(found.passagesInScope).toBe(1);
    expect(await index().contents()).toEqual(new Map([['leave', 2]]));
  });

  test('a search beside a publish sees the old or the new set', async () => {
    const set = (version: number) =>
      Array.from({ length: 40 }, (_, place) => passage('leave', { id: `v${version}-${place}`, versionId: `v${version}` }));
    await index().publish({ documentId: 'leave', versionNumber: 1 }, set(1));
    const publishes = (async () => {
      for (let version = 2; version <= 12; version += 1) await index().publish({ documentId: 'leave', versionNumber: version }, set(version));
      return true;
    })();
    let done = false;
    void publishes.then(() => (done = true));
    while (!done) {
      const found = await index().search(asked('annual leave', { limit: 50 }));
      expect(new Set(found.passages.map(({ versionId }) => versionId)).size).toBe(1);
      expect(found.passages).toHaveLength(40);
    }
    expect((await index().search(asked('annual leave'))).passages[0]?.versionId).toBe('v12');
  });

  test('remove takes documents out, and what is not there is nothing', async () => {
    await index().publish({ documentId: 'leave', versionNumber: 5 }, [passage('leave')]);
    await index().publish({ documentId: 'pump', versionNumber: 1 }, [passage('pump')]);
    await index().remove(['leave', 'never-there']);
    expect(await index().search(asked('annual leave'))).toMatchObject({ passages: [], passagesInScope: 1 });
    expect(await index().contents()).toEqual(new Map([['pump', 1]]));
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave')]);
    expect(idsOf(await index().search(asked('annual leave')))).toEqual(['leave-1']);
  });

  test('a document without passages is in', async () => {
    await index().publish({ documentId: 'empty', versionNumber: 3 }, []);
    expect(await index().contents()).toEqual(new Map([['empty', 3]]));
  });
};

const searchTests = (index: () => ManagedIndex): void => {
  test('gives passages back as they were published, best first', async () => {
    const odd = 'Line one\nline two\twith “quotes”, a 🚰 and §everyone. The leave of the pump.';
    const published = passage('odd', { text: odd, page: null, headings: ['Über "alles"', ''], title: 'A\nB', end: 100 + odd.length });
    await index().publish({ documentId: 'odd', versionNumber: 1 }, [published]);
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave')]);
    const found = await index().search(asked('quotes on the pump line'));
    expect(found.passages[0]).toEqual({ ...published, score: expect.any(Number) as number });
    expect(found.evidence).toBeGreaterThan(0);
    expect(found.evidence).toBeLessThanOrEqual(1);
    expect(found.terms.map(({ stem }) => stem)).toEqual(['quot', 'pump', 'line']);
    const scores = (await index().search(asked('leave'))).passages.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((left, right) => right - left));
  });

  test('finds other forms of a word, and words with a slip', async () => {
    for (const id of ['leave', 'travel', 'pump']) await index().publish({ documentId: id, versionNumber: 1 }, [passage(id)]);
    expect(idsOf(await index().search(asked('How often are pumps inspected?')))[0]).toBe('pump-1');
    expect(idsOf(await index().search(asked('certifeid techncian')))[0]).toBe('pump-1');
    expect(idsOf(await index().search(asked('recipts')))).toEqual(['travel-1']);
  });

  test('a repaired word shows no word of a passage that the caller may not read', async () => {
    await index().publish({ documentId: 'secret', versionNumber: 1 }, [passage('secret', { readers: ['user:ann'], text: 'The receiptsproject.' })]);
    await index().publish({ documentId: 'travel', versionNumber: 1 }, [passage('travel')]);
    const found = await index().search(asked('recipts travel'));
    expect(JSON.stringify(found.terms)).not.toContain('receiptsproject');
  });

  test('finds in German, Russian, Arabic, Chinese and Japanese', async () => {
    const languages: [string, string, string][] = [
      ['de', 'Die Kündigungsfristen betragen drei Monate zum Ende eines Quartals.', 'Welche Kündigungsfrist gilt?'],
      ['ru', 'Сотрудники имеют право на ежегодный отпуск продолжительностью двадцать дней.', 'Какой отпуск у сотрудника?'],
      ['ar', 'يحق للموظفين الحصول على إجازة سنوية مدتها عشرون يوما.', 'كم مدة الإجازات السنوية؟'],
      ['zh', '员工每年享有二十天带薪年假，未休完的年假可以结转。', '年假可以结转吗？'],
      ['ja', '従業員は毎年二十日の有給休暇を取得できます。', '有給休暇は何日ですか？'],
    ];
    for (const [language, text] of languages)
      await index().publish({ documentId: language, versionNumber: 1 }, [passage(language, { text, language, end: 100 + text.length, headings: [], title: '' })]);
    for (const [language, , question] of languages) {
      const found = await index().search(asked(question));
      expect(idsOf(found)[0]).toBe(`${language}-1`);
      expect(found.language).toBe(language);
    }
  });

  test.for(hostileQueries)('a query of %s is answered', async ([, query]) => {
    await index().publish({ documentId: 'leave', versionNumber: 1 }, [passage('leave')]);
    const found = await index().search(asked(query));
    expect(found.passagesInScope).toBe(1);
    expect(found.terms.length).toBeLessThanOrEqual(64);
    expect(found.passages.length).toBeLessThanOrEqual(1);
  });

  test('an aborted search rejects with the reason', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stopped'));
    await expect(index().search(asked('leave', { signal: controller.signal }))).rejects.toThrow('stopped');
  });
};

/** What every index that we write has to do. */
export const testManagedIndex = (name: string, open: () => Promise<IndexUnderTest>): void => {
  describe(name, () => {
    let tested: IndexUnderTest;
    let current: ManagedIndex;
    beforeAll(async () => {
      tested = await open();
    });
    beforeEach(async () => {
      current = await tested.fresh();
    });
    afterAll(() => tested.close());

    describe('permissions', () => permissionTests(() => current));
    describe('publishing', () => publishTests(() => current));
    describe('searching', () => searchTests(() => current));

    test('what was published is there after a restart', async () => {
      await current.publish({ documentId: 'pump', versionNumber: 7 }, [passage('pump')]);
      const again = await tested.reopen();
      expect(idsOf(await again.search(asked('cooling pump')))).toEqual(['pump-1']);
      expect(await again.contents()).toEqual(new Map([['pump', 7]]));
    });
  });
};
