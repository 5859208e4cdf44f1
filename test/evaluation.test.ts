import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  evaluation,
  readEvaluation,
  testQuestion,
  type ReadEvaluationView,
  type TestQuestionView,
} from '../src/contracts/evaluation.ts';
import { ofType } from '../testing/read-chunks.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

const LEAVE = 'Employees have 25 days of leave.';

let server: TestServer;
let admin: TestPerson;
let baseId: string;
let documentId: string;
beforeAll(async () => {
  server = await startServer();
  admin = await server.person();
  baseId = (await admin.json<{ id: string }>('/api/v1/bases', { body: { name: 'People' } })).id;
  documentId = await upload('leave.md', `# Leave\n\n${LEAVE}\n\n# Lunch\n\nLunch costs 7 euros.\n`);
});
afterAll(() => server.close());

const upload = async (name: string, text: string): Promise<string> =>
  (await uploadReady(admin, { name, text, baseId })).id;
const questionsPath = () => `/api/v1/bases/${baseId}/test-questions`;
const addQuestion = async (body: object): Promise<TestQuestionView> =>
  testQuestion.parse(await admin.json(questionsPath(), { body }));
const runToItsEnd = async (query = ''): Promise<ReadEvaluationView> => {
  const started = await admin.json(`/api/v1/bases/${baseId}/evaluations`, { method: 'POST' });
  const { id, state } = evaluation.parse(started);
  expect(state).toBe('waiting');
  for (;;) {
    const read = readEvaluation.parse(await admin.json(`/api/v1/evaluations/${id}${query}`));
    if (read.endedAt !== null) return read;
    await sleep(50);
  }
};

test('a base is measured with its test questions, and against the run before', async () => {
  const quote = 'employees have 25 days of leave';
  const right = await addQuestion({
    question: 'How many days of leave do employees have?',
    expected: [{ documentId, quote }],
    answer: '25 days',
  });
  expect(right.expected).toEqual([{ documentId, title: 'Leave', quote }]);
  await addQuestion({ question: 'How do I fly to the moon?', unanswerable: true });
  const first = await runToItsEnd();
  expect(first).toMatchObject({ state: 'done', questions: 2, done: 2, comparison: null });
  expect(first.fingerprint).toMatchObject({ answers: 'extractive', passages: '8' });
  expect(first.results.find(({ questionId }) => questionId === right.id)).toMatchObject({
    rank: 1,
    found: true,
    ndcg: 1,
    contains: true,
    cited: true,
    abstained: false,
    outdated: false,
    problem: null,
  });
  expect(first.figures.abstainedRightly).toMatchObject({ mean: 1, questions: 2 });

  const before = await admin.json<{ id: string }>(`/api/v1/documents/${documentId}`);
  await admin.fetch(`/api/v1/documents/${before.id}`, { method: 'DELETE' });
  const second = await runToItsEnd();
  expect(second.comparison).toMatchObject({
    with: { id: first.id },
    questions: 2,
    better: [],
    worse: [{ questionId: right.id }],
    differences: { found: { before: 1, now: 0, mean: -1 } },
  });
  expect(second.results.find(({ questionId }) => questionId === right.id)).toMatchObject({
    found: false,
    outdated: true,
  });
  expect(second.fingerprint['documents']).not.toBe(first.fingerprint['documents']);

  documentId = await upload('leave.md', `# Leave\n\n${LEAVE}\n`);
  const renewed = await admin.json(`/api/v1/test-questions/${right.id}`, {
    method: 'PATCH',
    body: { expected: [{ documentId, quote }] },
  });
  expect(testQuestion.parse(renewed).expected[0]?.documentId).toBe(documentId);
  const third = await runToItsEnd(`?against=${first.id}`);
  // What is expected changed, so that the question is another one.
  expect(third.comparison).toMatchObject({ with: { id: first.id }, questions: 1, worse: [] });
  const runs = await admin.json<{ items: { id: string }[] }>(`/api/v1/bases/${baseId}/evaluations`);
  expect(runs.items.map(({ id }) => id)).toEqual([third.id, second.id, first.id]);
});

test('nothing of an evaluation is left among conversations', async () => {
  expect(await admin.json('/api/v1/conversations')).toEqual({ items: [], cursor: null });
});

test('an answer becomes a test question with one click; somebody else’s too, without the person', async () => {
  const member = await server.person({ role: 'member', name: 'Member' });
  const { id } = await member.json<{ id: string }>('/api/v1/conversations', {
    body: { baseIds: [baseId] },
  });
  const chunks = await member.ask('Where is the unicorn stable?', { conversationId: id });
  const messageId = ofType(chunks, 'start')[0]?.messageId ?? '';
  const made = await addQuestion({ messageId });
  expect(made).toMatchObject({
    question: 'Where is the unicorn stable?',
    messageId,
    expected: [],
    unanswerable: false,
  });
  expect(JSON.stringify(made)).not.toContain(member.id);
  expect((await member.fetch(questionsPath())).status).toBe(403);
  const gone = await admin.fetch(`/api/v1/test-questions/${made.id}`, { method: 'DELETE' });
  expect(gone.status).toBe(204);
});

test.for([
  [{}, 400],
  [{ question: ' ' }, 400],
  [{ messageId: 'unknown' }, 404],
  [{ question: 'What?', expected: [{ documentId: 'unknown' }] }, 404],
  [{ question: 'What?', unanswerable: true, answer: 'x' }, 400],
  [{ question: 'What?', more: 1 }, 400],
] as const)('%o is refused with %i', async ([body, status]) => {
  const response = await admin.fetch(questionsPath(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(status);
});

test('of a base without questions nothing is measured; one evaluation at a time', async () => {
  const empty = await admin.json<{ id: string }>('/api/v1/bases', { body: { name: 'Empty' } });
  const start = (id: string) =>
    admin.fetch(`/api/v1/bases/${id}/evaluations`, { method: 'POST' }).then(({ status }) => status);
  expect(await start(empty.id)).toBe(409);
  const statuses = await Promise.all([start(baseId), start(baseId), start(baseId)]);
  expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(0);
  expect(statuses.every((status) => status === 202 || status === 409)).toBe(true);
});

test('another base’s administrators do not see it: it is not there', async () => {
  const secret = await admin.json<{ id: string }>('/api/v1/bases', {
    body: { name: 'Secret', readers: [`user:${await ownId()}`] },
  });
  const stranger = await server.person({ name: 'Stranger' });
  expect((await stranger.fetch(`/api/v1/bases/${secret.id}/test-questions`)).status).toBe(404);
  expect((await stranger.fetch(`/api/v1/bases/${secret.id}/analytics`)).status).toBe(404);
});

const ownId = async (): Promise<string> => (await admin.json<{ id: string }>('/api/v1/me')).id;
