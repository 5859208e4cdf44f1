import { expect, test } from 'vitest';
import type { Evaluation, QuestionResult, TestQuestion } from '../../src/domain/evaluation.ts';
import { newId } from '../../src/lib/ids.ts';
import type { TenantStores } from '../../src/ports/tenant-stores.ts';
import { useTwoTenants, type OpenTwoTenants } from './two-tenants.ts';

type Stores = Pick<TenantStores, 'evaluations' | 'documents' | 'jobs'>;

const questionOf = (baseId: string, change: Partial<TestQuestion> = {}): TestQuestion => ({
  id: newId('question'),
  baseId,
  question: 'How warm?',
  expected: [{ documentId: 'd', quote: 'At 60 °C.' }],
  answer: '60 °C',
  unanswerable: false,
  messageId: null,
  createdAt: 1,
  updatedAt: 1,
  ...change,
});

const runOf = (baseId: string, change: Partial<Evaluation> = {}): Evaluation => ({
  id: newId('evaluation'),
  baseId,
  state: 'waiting',
  startedBy: {
    tenant: 'default',
    id: 'anna',
    kind: 'user',
    name: 'Anna',
    role: 'administrator',
    groups: ['heating'],
    scopes: ['admin'],
  },
  fingerprint: {},
  questions: 0,
  done: 0,
  reason: null,
  createdAt: 1,
  endedAt: null,
  ...change,
});

const resultOf = (questionId: string, answer = 'At 60 °C.'): QuestionResult => ({
  questionId,
  question: 'How warm?',
  wording: 'w',
  unanswerable: false,
  rank: 1,
  found: true,
  recall: 1,
  ndcg: 1,
  contains: true,
  cited: true,
  abstainedRightly: true,
  abstained: false,
  outdated: false,
  answer,
  documentIds: ['d'],
  milliseconds: 3,
  problem: null,
});

export const evaluationStoreConformance = (open: OpenTwoTenants<Stores>): void => {
  const stores = useTwoTenants(open);
  const store = () => stores.here().evaluations;
  const newBase = async (): Promise<string> => {
    const id = newId('base');
    await stores.here().documents.addBase({
      id,
      name: 'Heating',
      description: '',
      conversationId: null,
      readers: ['everyone'],
      prompt: '',
      questions: [],
      createdAt: 1,
    });
    return id;
  };

  test('questions are kept, changed and deleted, oldest first, each base and tenant apart', async () => {
    const baseId = await newBase();
    const second = questionOf(baseId, { createdAt: 2, answer: null, expected: [] });
    const first = questionOf(baseId, { messageId: 'm' });
    await store().addTestQuestion(second);
    await store().addTestQuestion(first);
    await store().addTestQuestion(questionOf(await newBase()));
    expect(await store().testQuestions(baseId)).toEqual([first, second]);
    expect(await stores.there().evaluations.testQuestion(first.id)).toBeNull();
    expect(await store().updateTestQuestion(first.id, { unanswerable: true, expected: [] })).toBe(
      true,
    );
    const changed = await store().testQuestion(first.id);
    expect(changed).toMatchObject({ question: 'How warm?', unanswerable: true, expected: [] });
    expect(changed?.updatedAt).toBeGreaterThan(1);
    expect(await store().deleteTestQuestion(first.id)).toBe(true);
    expect(await store().deleteTestQuestion(first.id)).toBe(false);
    expect(await store().updateTestQuestion(first.id, {})).toBe(false);
  });

  test('a run comes with its job, and of a base there is one at a time', async () => {
    const baseId = await newBase();
    const run = runOf(baseId);
    await store().addEvaluation(run);
    const job = await stores
      .here()
      .jobs.claim({ kinds: ['evaluate-base'], leaseMs: 60_000, maxAttempts: 3 });
    expect(job?.payload).toEqual({ evaluationId: run.id });
    await expect(store().addEvaluation(runOf(baseId))).rejects.toMatchObject({ code: 'conflict' });
    expect(await store().endEvaluation(run.id, { state: 'failed', reason: 'No' })).toBe(true);
    expect(await store().endEvaluation(run.id, { state: 'done', reason: null })).toBe(false);
    expect(await store().evaluation(run.id)).toMatchObject({ state: 'failed', reason: 'No' });
    await store().addEvaluation(runOf(baseId));
    expect(await stores.there().evaluations.evaluation(run.id)).toBeNull();
  });

  test('results are counted once, and only while the run lasts', async () => {
    const baseId = await newBase();
    const run = runOf(baseId);
    await store().addEvaluation(run);
    const begun = { fingerprint: { model: 'm' }, questions: 2 };
    expect(await store().beginEvaluation(run.id, begun)).toBe(true);
    expect(await store().saveResult(run.id, resultOf('b'))).toBe(true);
    expect(await store().saveResult(run.id, resultOf('a'))).toBe(true);
    expect(await store().saveResult(run.id, resultOf('b', 'Again.'))).toBe(true);
    expect(await store().evaluation(run.id)).toEqual({
      ...run,
      ...begun,
      state: 'running',
      done: 2,
    });
    expect(await store().results(run.id)).toEqual([resultOf('a'), resultOf('b', 'Again.')]);
    await store().endEvaluation(run.id, { state: 'done', reason: null });
    expect(await store().saveResult(run.id, resultOf('c'))).toBe(false);
    expect(await store().beginEvaluation(run.id, begun)).toBe(false);
  });

  test('runs are listed newest first; what is deleted is gone with its results', async () => {
    const baseId = await newBase();
    const ids: string[] = [];
    for (const createdAt of [1, 2, 3]) {
      const run = runOf(baseId, { createdAt });
      await store().addEvaluation(run);
      await store().saveResult(run.id, resultOf('a'));
      await store().endEvaluation(run.id, { state: 'done', reason: null });
      ids.unshift(run.id);
    }
    const page = await store().evaluations({ baseId, limit: 2 });
    expect(page.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const rest = await store().evaluations({ baseId, limit: 2, cursor: page.cursor ?? '' });
    expect(rest).toMatchObject({ items: [{ id: ids[2] }], cursor: null });
    expect(await store().deleteEvaluation(ids[0] ?? '')).toBe(true);
    expect(await store().results(ids[0] ?? '')).toEqual([]);
    await store().addTestQuestion(questionOf(baseId));
    await stores.here().documents.deleteBase(baseId);
    expect(await store().testQuestions(baseId)).toEqual([]);
    expect((await store().evaluations({ baseId, limit: 2 })).items).toEqual([]);
  });
};
