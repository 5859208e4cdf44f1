import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/domain/message.ts';
import type { FoundPassage, Retrieval } from '../../src/domain/passage.ts';
import type { AnswerEvent, Answerer, AnswerRequest } from '../../src/ports/answerer.ts';
import { patient } from '../patient.ts';

const text =
  'The cooling pump is inspected every six months. A certified technician does it. Records are kept for ten years.';

export const foundPassage = (change: Partial<FoundPassage> = {}): FoundPassage => ({
  id: 'pump-1',
  baseId: 'base',
  documentId: 'pump',
  versionId: 'pump-v1',
  title: 'Maintenance',
  headings: ['Pumps'],
  page: 2,
  language: 'en',
  start: 1_000,
  end: 1_000 + (change.text ?? text).length,
  text,
  readers: ['everyone'],
  score: 8,
  ...change,
});

export const retrievalOf = (
  passages: FoundPassage[],
  change: Partial<Retrieval> = {},
): Retrieval => ({
  passages,
  evidence: 0.6,
  passagesInScope: 50,
  terms: ['cool', 'pump', 'inspect'].map((stem) => ({
    stem,
    weight: 3,
    variants: [{ stem, likeness: 1 }],
  })),
  language: 'en',
  ...change,
});

const message: Message = {
  id: 'message',
  conversationId: 'conversation',
  parentId: null,
  role: 'user',
  parts: [{ type: 'text', text: 'How often is the cooling pump inspected?' }],
  state: 'complete',
  turnId: 'turn',
  createdAt: 0,
  citations: [],
  sources: [],
  abstained: false,
  usage: null,
  feedback: [],
};

export const answerRequest = (change: Partial<AnswerRequest> = {}): AnswerRequest => ({
  question: 'How often is the cooling pump inspected?',
  message,
  history: [],
  retrieval: retrievalOf([foundPassage()]),
  signal: patient(),
  ...change,
});

export const eventsOf = async (events: AsyncIterable<AnswerEvent>): Promise<AnswerEvent[]> => {
  const all: AnswerEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};

export const answerText = (events: readonly AnswerEvent[]): string =>
  events.map((event) => (event.type === 'answer-delta' ? event.text : '')).join('');

/** What everybody who answers a question has to do. */
export const testAnswerer = (name: string, open: () => Answerer): void => {
  describe(`${name} as an answerer`, () => {
    test('starts with answer-start, ends with answer-end, each once', async () => {
      const types = (await eventsOf(open().answer(answerRequest()))).map(({ type }) => type);
      expect(types[0]).toBe('answer-start');
      expect(types.at(-1)).toBe('answer-end');
      expect(types.filter((type) => type === 'answer-start' || type === 'answer-end')).toHaveLength(
        2,
      );
    });

    test('marks stand at most at the length so far, name a passage that was given, and ranges lie in it', async () => {
      const { passages } = answerRequest().retrieval;
      let length = 0;
      for await (const event of open().answer(answerRequest())) {
        if (event.type === 'answer-delta') length += event.text.length;
        if (event.type !== 'citation-mark') continue;
        expect(event.offset).toBeLessThanOrEqual(length);
        const passage = passages[event.passageNumber - 1];
        expect(passage).toBeDefined();
        if (!event.range || !passage) continue;
        expect(event.range.start).toBeGreaterThanOrEqual(passage.start);
        expect(event.range.end).toBeLessThanOrEqual(passage.end);
        expect(event.range.end).toBeGreaterThan(event.range.start);
      }
      expect(length).toBeGreaterThan(0);
    });

    test('the canonical answer holds no markers', async () => {
      const events = await eventsOf(open().answer(answerRequest()));
      expect(answerText(events)).not.toMatch(/\[\d+\]/u);
    });

    test('nothing found is answered too', async () => {
      const nothing = retrievalOf([], { evidence: 0, terms: [] });
      const events = await eventsOf(open().answer(answerRequest({ retrieval: nothing })));
      expect(events.at(-1)?.type).toBe('answer-end');
      expect(events.some(({ type }) => type === 'citation-mark')).toBe(false);
    });

    test('an aborted signal ends it with its reason', async () => {
      const controller = new AbortController();
      controller.abort(new Error('stopped'));
      await expect(
        eventsOf(open().answer(answerRequest({ signal: controller.signal }))),
      ).rejects.toThrow('stopped');
      const later = new AbortController();
      const reading = (async () => {
        for await (const event of open().answer(answerRequest({ signal: later.signal })))
          if (event.type === 'answer-start') later.abort(new Error('stopped later'));
      })();
      await expect(reading).rejects.toThrow('stopped later');
    });

    test('leaving early ends it', async () => {
      const answer = open().answer(answerRequest())[Symbol.asyncIterator]();
      expect((await answer.next()).done).toBe(false);
      expect(await answer.return?.()).toMatchObject({ done: true });
    });
  });
};
