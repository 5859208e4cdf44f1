import { expect, test } from 'vitest';
import { foundPassages } from '../../testing/conformance/reranker.ts';
import { memoryCache } from '../adapters/memory/cache.ts';
import type { MessagePart } from '../domain/message.ts';
import { traceOf } from '../domain/retrieval-trace.ts';
import type { AnswerEvent, Answerer, AnswerRequest } from '../ports/answerer.ts';
import { answerOrRemember } from './remembered-answer.ts';
import type { TurnContext } from './turn-context.ts';
import { patient } from '../../testing/patient.ts';

type Change = {
  request?: Partial<AnswerRequest>;
  answerer?: Partial<Answerer>;
  tenant?: string;
  regenerates?: boolean;
  parts?: MessagePart[];
  finishReason?: Extract<AnswerEvent, { type: 'answer-end' }>['finishReason'];
};

const QUESTION = 'How long is leave?';
const [passage] = foundPassages(1);
const retrievalOf = (versionId: string): AnswerRequest['retrieval'] => ({
  passages: passage ? [{ ...passage, versionId }] : [],
  evidence: 1,
  passagesInScope: 1,
  terms: [],
  language: 'en',
});

/** Asks an answerer whose every answer is another one. */
const setUp = () => {
  const cache = memoryCache({ maxBytes: 100_000 });
  let answers = 0;
  return async (change: Change = {}): Promise<string> => {
    const { parts = [{ type: 'text', text: QUESTION }], finishReason = 'stop' } = change;
    const answerer: Answerer = {
      name: 'large',
      promptVersion: '1',
      retrieves: false,
      async *answer() {
        answers += 1;
        yield { type: 'answer-start', kind: 'generated', model: 'large' };
        yield { type: 'answer-delta', text: `Answer ${answers}.` };
        yield { type: 'answer-end', finishReason, abstained: false };
      },
      ...change.answerer,
    };
    const request = {
      question: QUESTION,
      message: { parts },
      history: [],
      retrieval: retrievalOf('version'),
      signal: patient(),
      ...change.request,
    } as unknown as AnswerRequest;
    const turn = {
      principal: { tenant: change.tenant ?? 'a' },
      regenerates: change.regenerates ?? false,
      trace: traceOf(QUESTION),
    } as unknown as TurnContext;
    const events = await Array.fromAsync(answerOrRemember({ answerer, request, cache }, turn));
    return events.flatMap((event) => (event.type === 'answer-delta' ? event.text : [])).join('');
  };
};

test('the same question on the same passages has the same answer', async () => {
  const ask = setUp();
  expect([await ask(), await ask()]).toEqual(['Answer 1.', 'Answer 1.']);
});

test.for<readonly [string, Change]>([
  ['another question', { request: { question: 'And interns?' } }],
  [
    'another history',
    { request: { history: [{ role: 'user', parts: [{ type: 'text', text: 'Who?' }] }] } },
  ],
  ['other instructions', { request: { instructions: [{ base: 'HR', text: 'Be brief.' }] } }],
  ['another version of a document', { request: { retrieval: retrievalOf('newer') } }],
  ['another answerer', { answerer: { name: 'small' } }],
  ['other words to the model', { answerer: { promptVersion: '2' } }],
  ['another tenant', { tenant: 'b' }],
  ['an answer that is wanted anew', { regenerates: true }],
])('%s has another', async ([, change]) => {
  const ask = setUp();
  await ask();
  expect(await ask(change)).toBe('Answer 2.');
});

test.for<readonly [string, Change]>([
  [
    'a question with a picture',
    { parts: [{ type: 'image', mediaType: 'image/png', hash: 'a', name: 'a.png' }] },
  ],
  ['an answer that was cut short', { finishReason: 'length' }],
])('%s is not remembered', async ([, change]) => {
  const ask = setUp();
  await ask(change);
  expect(await ask(change)).toBe('Answer 2.');
});
