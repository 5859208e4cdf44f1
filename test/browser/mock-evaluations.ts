import type { Hono } from 'hono';
import type { BaseAnalyticsView } from '../../src/contracts/analytics.ts';
import type {
  EvaluationView,
  ReadEvaluationView,
  TestQuestionView,
} from '../../src/contracts/evaluation.ts';
import type { WhyView } from '../../src/contracts/retrieval.ts';
import type { SourceView } from '../../src/contracts/sources.ts';
import { lost, page } from './mock-answers.ts';

const DAY_MS = 86_400_000;
const now = Date.now();

const analytics: BaseAnalyticsView = {
  since: now - 30 * DAY_MS,
  days: [{ day: new Date(now - DAY_MS).toISOString().slice(0, 10), questions: 12, unanswered: 3 }],
  unanswered: [
    {
      question: 'Is there a bonus for night shifts?',
      asked: 3,
      lastAskedAt: now - DAY_MS,
      messageIds: ['msg_night'],
    },
  ],
  ratedDown: [
    {
      messageId: 'msg_hotel',
      question: 'What may a hotel cost?',
      askedAt: now - 2 * DAY_MS,
      feedback: ['negative'],
      documents: [{ id: 'doc_handbook', title: 'ACME Handbook' }],
    },
  ],
  mostCited: [
    {
      id: 'doc_handbook',
      title: 'ACME Handbook',
      createdAt: now - 90 * DAY_MS,
      citations: 8,
      lastCitedAt: now - DAY_MS,
    },
  ],
  neverCited: [
    {
      id: 'doc_policy',
      title: 'Exceptions policy',
      createdAt: now - 90 * DAY_MS,
      citations: 0,
      lastCitedAt: null,
    },
  ],
};

const why = (messageId: string): WhyView => ({
  messageId,
  asked: 'And how long?',
  searched: 'How long are records kept?',
  rewrittenBy: 'rules',
  language: 'en',
  terms: [{ stem: 'record', weight: 2.4, variants: [{ stem: 'record', likeness: 1 }] }],
  space: null,
  filter: {},
  evidence: 0.82,
  passagesInScope: 12,
  candidates: [
    {
      passageId: 'psg_1',
      documentId: 'doc_handbook',
      versionId: 'ver_handbook',
      title: 'ACME Handbook',
      headings: ['Records'],
      page: 2,
      place: 'Page 2',
      start: 70,
      end: 136,
      excerpt: 'Every record is kept for seven years unless a lawful hold applies.',
      score: 7.1,
      number: 1,
      leftOut: null,
      evidence: {
        wordRank: 1,
        wordScore: 7.1,
        words: ['record', 'kept'],
        vectorRank: null,
        similarity: null,
        boost: 1,
        fusedRank: null,
      },
    },
    {
      passageId: 'psg_2',
      documentId: 'doc_policy',
      versionId: 'ver_policy',
      title: 'Exceptions policy',
      headings: ['Exceptions'],
      page: null,
      place: null,
      start: 14,
      end: 60,
      excerpt: 'An exception is logged with the record owner.',
      score: 2.2,
      number: null,
      leftOut: 'rank',
      evidence: null,
    },
  ],
  withheld: 1,
  calls: [],
  remembered: false,
  answerRemembered: false,
});

const folder: SourceView = {
  name: '/srv/policies',
  kind: 'folder',
  files: 12,
  documents: 11,
  lastLook: now,
  nextLook: now + 5_000,
  problems: [{ path: 'old/locked.pdf', reason: 'It cannot be read (EACCES).' }],
  leftOut: [{ path: '.git', reason: 'Hidden files are left out.' }],
};

const figure = (mean: number) => ({
  mean,
  low: mean - 0.05,
  high: Math.min(1, mean + 0.05),
  questions: 2,
});

const read = (run: EvaluationView, question: TestQuestionView): ReadEvaluationView => ({
  ...run,
  figures: { found: figure(0.9), abstainedRightly: figure(0.8) },
  results: [
    {
      questionId: question.id,
      question: question.question,
      unanswerable: question.unanswerable,
      rank: null,
      found: false,
      recall: 0,
      ndcg: 0,
      contains: null,
      cited: null,
      abstained: true,
      abstainedRightly: false,
      outdated: false,
      answer: '',
      documentIds: [],
      milliseconds: 12,
      problem: null,
    },
  ],
  comparison: {
    with: { ...run, id: 'eval_before' },
    questions: 2,
    differences: { found: { ...figure(0.2), before: 0.7, now: 0.9 } },
    better: [{ questionId: question.id, question: question.question, measures: ['found'] }],
    worse: [],
  },
});

const asked = (id: string, wish: Partial<TestQuestionView>): TestQuestionView => ({
  id,
  baseId: 'base_1',
  question: 'Is there a bonus for night shifts?',
  expected: [],
  answer: null,
  unanswerable: false,
  messageId: null,
  createdAt: now,
  updatedAt: now,
  ...wish,
});

export type Evaluations = {
  testQuestions: TestQuestionView[];
  evaluations: EvaluationView[];
  sources: SourceView[];
  /** What was asked of the bulk change. */
  described: unknown[];
};

export const mockEvaluations = (): Evaluations => ({
  testQuestions: [],
  evaluations: [],
  sources: [folder],
  described: [],
});

const running = (id: string): EvaluationView => ({
  id,
  baseId: 'base_1',
  state: 'running',
  questions: 1,
  done: 0,
  fingerprint: { answers: 'quotations' },
  reason: null,
  createdAt: now,
  endedAt: null,
});

export const ended = (run: EvaluationView): EvaluationView => ({
  ...run,
  state: 'done',
  done: run.questions,
  endedAt: now,
});

export const evaluationRoutes = (app: Hono, state: Evaluations): void => {
  app.get('/bases/:id/analytics', (c) => c.json(analytics));
  app.get('/messages/:id/why', (c) => c.json(why(c.req.param('id'))));
  app.get('/sources', (c) => c.json({ items: state.sources }));
  app.post('/documents/metadata', async (c) => {
    const body = await c.req.json();
    state.described.push(body);
    const items = body.ids.map((id: string) => ({ id, outcome: 'changed', problem: null }));
    return c.json({ items, cursor: null });
  });
  app.get('/bases/:id/test-questions', (c) => c.json(page(state.testQuestions)));
  app.post('/bases/:id/test-questions', async (c) => {
    const made = asked(`test_${state.testQuestions.length + 1}`, await c.req.json());
    state.testQuestions.push(made);
    return c.json(made, 201);
  });
  app.patch('/test-questions/:id', async (c) => {
    const known = state.testQuestions.find(({ id }) => id === c.req.param('id'));
    return known ? c.json(Object.assign(known, await c.req.json())) : lost();
  });
  app.delete('/test-questions/:id', (c) => {
    state.testQuestions = state.testQuestions.filter(({ id }) => id !== c.req.param('id'));
    return c.body(null, 204);
  });
  app.get('/bases/:id/evaluations', (c) => c.json(page(state.evaluations)));
  app.post('/bases/:id/evaluations', (c) => {
    const started = running(`eval_${state.evaluations.length + 1}`);
    state.evaluations.unshift(started);
    return c.json(started, 202);
  });
  app.get('/evaluations/:id', (c) => {
    const [question] = state.testQuestions;
    const found = state.evaluations.find(({ id }) => id === c.req.param('id'));
    return question && found ? c.json(read(found, question)) : lost();
  });
};
