import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeUpstream } from '../testing/fake-upstream.ts';
import { answerOf, ofType, readChunks, type Chunk } from '../testing/read-chunks.ts';
import type { TestPerson } from '../testing/start-server.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

/** Law 2: for every cut n, what was read up to n and what resume(n) sends make the whole. */
let running: ServerWithModel;
let upstream: FakeUpstream;
let person: TestPerson;

const WORDS = Array.from(
  { length: 240 },
  (_, place) => `word${place} ${place % 7 === 0 ? '[1] ' : ''}`,
);

beforeAll(async () => {
  running = await startWithModel({ serves: ['examples/documents'] });
  ({ upstream, person } = running);
});
afterAll(() => running.close());

const turnOf = (chunks: readonly Chunk[]) => {
  const [start] = ofType(chunks, 'start');
  if (!start) throw new Error('no start');
  return start.messageMetadata;
};

/**
 * What a reader makes of chunks, whatever pieces they come in. Text is never sent twice; the parts that have an
 * identity of their own may be, when a cut falls between the chunks of one event.
 */
const readingOf = (chunks: readonly Chunk[]) => ({
  answer: answerOf(chunks),
  citations: [...new Set(ofType(chunks, 'data-citation').map(({ data }) => data.id))],
  outcomes: [...new Set(ofType(chunks, 'data-outcome').map(({ data }) => data.outcome))],
  sources: [...new Set(ofType(chunks, 'source-document').map(({ sourceId }) => sourceId))],
});

const resume = async (turnId: string, lastEventId: string): Promise<Chunk[]> => {
  const response = await person.fetch(`/api/v1/turns/${turnId}/stream`, {
    headers: { 'last-event-id': lastEventId },
  });
  expect(response.status).toBe(200);
  return Array.fromAsync(readChunks(response));
};

const lastIdOf = (chunks: readonly Chunk[]): string | undefined =>
  chunks.findLast(({ eventId }) => eventId !== '')?.eventId;

const cutAt = async (whole: readonly Chunk[], cut: number) => {
  const before = whole.slice(0, cut);
  const rest = await resume(turnOf(whole).turnId, lastIdOf(before) ?? '');
  expect(readingOf([...before, ...rest])).toEqual(readingOf(whole));
};

test('every cut of an ended turn is healed by resuming', async () => {
  upstream.script([{ text: WORDS }]);
  const whole = await person.ask('How long is the probation period?');
  expect(readingOf(whole).outcomes).toEqual(['completed']);
  expect(answerOf(whole)).toContain('word239');
  const cuts = Array.from(whole, (_, place) => 1 + place);
  for (let done = 0; done < cuts.length; done += 20) {
    await Promise.all(cuts.slice(done, done + 20).map((cut) => cutAt(whole, cut)));
  }
});

test('a reader that joins and leaves while the turn runs misses nothing', async () => {
  const known = Promise.withResolvers<void>();
  upstream.script([{ text: WORDS, delayMs: 5, after: 100, until: known.promise }]);
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const whole = person.ask('How long is the probation period?', { conversationId: id });
  const runningTurn = async (): Promise<string> => {
    const { runningTurnId } = await person.json<{ runningTurnId: string | null }>(
      `/api/v1/conversations/${id}`,
    );
    return runningTurnId ?? runningTurn();
  };
  const turnId = await runningTurn();
  known.resolve();
  const seen: Chunk[] = [];
  while (!seen.some(({ type }) => type === 'data-outcome')) {
    const leave = new AbortController();
    const last = seen.at(-1)?.eventId;
    const response = await person.fetch(`/api/v1/turns/${turnId}/stream`, {
      signal: leave.signal,
      headers: last === undefined ? {} : { 'last-event-id': last },
    });
    const most = seen.length + 1 + Math.floor(Math.random() * 30);
    try {
      for await (const chunk of readChunks(response)) {
        // The last chunk of an event carries its id: a reader leaves between events.
        if (seen.length >= most && seen.at(-1)?.eventId !== '') break;
        seen.push(chunk);
      }
    } finally {
      leave.abort();
    }
  }
  expect(readingOf(seen)).toEqual(readingOf(await whole));
});
