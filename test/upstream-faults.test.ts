import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeUpstream, type FakeUpstream, type Fault } from '../testing/fake-upstream.ts';
import { answerOf, ofType, type Chunk } from '../testing/read-chunks.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Whatever the model service does: one typed end, what was said is kept, and the next question is answered. */
let upstream: FakeUpstream;
let server: TestServer;
let person: TestPerson;
/** With limits for what does not end by itself, so short that a busy machine breaks them too. */
let hasty: TestServer;
let hurried: TestPerson;

const CANARY = 'sk-canary-3f9a71';
const QUESTION = 'How long is the notice period?';
const TEXT = ['Refunds ', 'are ', 'possible ', 'within ', '30 days.'];

beforeAll(async () => {
  upstream = await startFakeUpstream();
  const env = {
    OPENAI_BASE_URL: `${upstream.url}/v1`,
    OPENAI_API_KEY: CANARY,
    DOCENT_MODEL: 'fake',
  };
  server = await startServer({ env });
  person = await server.person();
  const limits = {
    DOCENT_MODEL_FIRST_TOKEN_SECONDS: '1',
    DOCENT_MODEL_IDLE_SECONDS: '0.5',
    DOCENT_TURN_SECONDS: '3',
  };
  hasty = await startServer({ env: { ...env, ...limits } });
  hurried = await hasty.person();
});
afterAll(async () => {
  await server.close();
  await hasty.close();
  await upstream.close();
});

type Stored = { messages: { state: string; parts: { text: string }[]; problem: object | null }[] };

/** Asks in a new conversation; what came, how it ended, and what is stored of it. */
const ask = async (asker = person) => {
  const { id } = await asker.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const chunks: Chunk[] = await asker.ask(QUESTION, { conversationId: id });
  const outcomes = ofType(chunks, 'data-outcome');
  expect(outcomes).toHaveLength(1);
  const { messages } = await asker.json<Stored>(`/api/v1/conversations/${id}`);
  expect(JSON.stringify([chunks, messages])).not.toMatch(/sk-canary|sk-upstream-body/);
  return { chunks, outcome: outcomes[0]?.data, question: messages[0], answer: messages[1] };
};

const heals = async (asker = person) => {
  upstream.script([{ text: TEXT }]);
  const { outcome, chunks } = await ask(asker);
  expect(outcome).toMatchObject({ outcome: 'completed', problem: null });
  expect(answerOf(chunks)).toBe(TEXT.join(''));
};

const faults: [Fault, string, string][] = [
  ['cut', 'upstream-failed', 'Refunds are'],
  ['no-done', 'upstream-failed', 'Refunds are'],
  ['error-in-stream', 'upstream-failed', 'Refunds are'],
  ['bad-json', 'upstream-garbled', 'Refunds are'],
  ['unknown-shape', 'upstream-garbled', 'Refunds are'],
  ['bad-utf8', 'upstream-garbled', 'Refunds are'],
  ['long-line', 'upstream-garbled', 'Refunds are'],
  ['html', 'upstream-garbled', ''],
  ['wrong-type', 'upstream-garbled', ''],
  ['reset', 'upstream-failed', ''],
];
const neverEnding: typeof faults = [
  ['stall', 'upstream-stalled', 'Refunds are'],
  ['heartbeats', 'upstream-timeout', 'Refunds are'],
  ['endless', 'upstream-timeout', 'Refunds are  and on and on'],
  ['silent', 'upstream-timeout', ''],
];

const endsAs = async ([fault, code, said]: (typeof faults)[number], asker: TestPerson) => {
  upstream.script([{ text: TEXT, fault, after: 2 }]);
  const { chunks, outcome, question, answer } = await ask(asker);
  expect(outcome).toMatchObject({ outcome: 'failed', problem: { code, retryable: true } });
  const shown = answerOf(chunks);
  expect(shown.startsWith(said)).toBe(true);
  expect(outcome?.storedLength).toBe(shown.length);
  expect(question).toMatchObject({ state: 'complete', parts: [{ text: QUESTION }] });
  expect(answer).toMatchObject({ state: 'failed', problem: { code, retryable: true } });
  expect(answer?.parts[0]?.text ?? '').toBe(shown);
  await heals(asker);
};

test.for(faults)('%s ends as %s, and what was said is kept', (fault) => endsAs(fault, person));

test.for(neverEnding)('%s is ended as %s, and what was said is kept', async (fault) => {
  // Asked again where the machine was too busy for the limits.
  await expect.poll(() => endsAs(fault, hurried)).toBeUndefined();
});

const inTwoMinutes = () => new Date(Date.now() + 120_000).toUTCString();
const statuses: [string, number, Record<string, string>, object][] = [
  [
    'says when to come back',
    429,
    { 'retry-after': '86400' },
    { code: 'upstream-rate-limited', retryable: true, retryAfter: 86_400 },
  ],
  [
    'says it by a date',
    429,
    { 'retry-after': inTwoMinutes() },
    { code: 'upstream-rate-limited', retryAfter: expect.any(Number) },
  ],
  [
    'says nonsense',
    429,
    { 'retry-after': 'soon' },
    { code: 'upstream-rate-limited', retryable: true },
  ],
  [
    'is down',
    503,
    { 'retry-after': '30' },
    { code: 'upstream-failed', retryable: true, retryAfter: 30 },
  ],
  ['does not know the key', 401, {}, { code: 'upstream-refused', retryable: false }],
  ['does not know the model', 404, {}, { code: 'upstream-refused', retryable: false }],
  [
    'redirects',
    302,
    { location: 'http://127.0.0.1:9/' },
    { code: 'upstream-refused', retryable: false },
  ],
];

test.for(statuses)('a service that %s (%d)', async ([, status, headers, problem]) => {
  upstream.script([{ status, headers, error: { message: `no: ${CANARY} sk-upstream-body` } }]);
  const { outcome, answer } = await ask();
  expect(outcome).toMatchObject({ outcome: 'failed', problem, storedLength: 0 });
  expect(answer?.state).toBe('failed');
  await heals();
});

test('an answer that grew too long or has no figures says so', async () => {
  upstream.script([{ text: TEXT, finishReason: 'length', usage: null }]);
  const { chunks, outcome } = await ask();
  expect(outcome).toMatchObject({ outcome: 'completed' });
  expect(ofType(chunks, 'finish')[0]?.finishReason).toBe('length');
  expect(ofType(chunks, 'data-usage')[0]?.data).toMatchObject({ estimated: true });
});

test('a filter’s verdict is told as such', async () => {
  upstream.script([{ text: TEXT, finishReason: 'content_filter', filtered: { answer: ['hate'] } }]);
  const { chunks } = await ask();
  expect(ofType(chunks, 'data-filtered')[0]?.data).toEqual({
    where: 'answer',
    categories: ['hate'],
  });
  upstream.script([{ status: 400, error: { code: 'content_filter', message: 'filtered' } }]);
  const { outcome } = await ask();
  expect(outcome).toMatchObject({ problem: { code: 'content-filtered', retryable: false } });
});

test('a service that is down is not called more for it, and is spared after a while', async () => {
  upstream.script([{ status: 500 }]);
  const before = upstream.calls.length;
  const outcomes = [];
  for (let round = 0; round < 5; round += 1)
    outcomes.push(...(await Promise.all(Array.from({ length: 10 }, () => ask()))));
  expect(upstream.calls.length - before).toBeLessThanOrEqual(60);
  for (const { outcome } of outcomes)
    expect(outcome).toMatchObject({ problem: { code: 'upstream-failed', retryable: true } });
  const spared = outcomes.filter(({ outcome }) => (outcome?.problem?.retryAfter ?? 0) > 0);
  expect(spared.length).toBeGreaterThan(0);
});

test('through all of this no request was malformed, and no secret reached the log', () => {
  expect(upstream.violations).toEqual([]);
  for (const { log } of [server, hasty]) {
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('')).not.toMatch(/sk-canary|sk-upstream-body/);
  }
});
