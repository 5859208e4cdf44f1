import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pause } from '../../src/lib/clock.ts';
import type { ProblemCode } from '../../src/domain/problem.ts';
import { type Fault, type FakeUpstream, startFakeUpstream } from '../fake-upstream.ts';
import { PLAIN_ANSWER } from '../fake-upstream/behaviour.ts';
import { callingAgainConformance } from './chat-model-retry.ts';
import { toolCallConformance } from './chat-model-tools.ts';
import {
  ask,
  countCalls,
  type ModelSettings,
  type OpenModel,
  outcomeOf,
} from './chat-model-questions.ts';

export { ask, outcomeOf } from './chat-model-questions.ts';

const QUICK: ModelSettings = { retry: { pauseMs: 1 } };

const broken: [Fault, ProblemCode, string][] = [
  ['cut', 'upstream-failed', 'Refunds'],
  ['no-done', 'upstream-failed', 'Refunds'],
  ['error-in-stream', 'upstream-failed', 'Refunds'],
  ['bad-json', 'upstream-garbled', 'Refunds'],
  ['unknown-shape', 'upstream-garbled', 'Refunds'],
  ['bad-utf8', 'upstream-garbled', 'Refunds'],
  ['long-line', 'upstream-garbled', 'Refunds'],
  ['html', 'upstream-garbled', ''],
  ['wrong-type', 'upstream-garbled', ''],
  ['reset', 'upstream-failed', ''],
];
/** With the deadline that ends each. */
const neverEnding: [Fault, NonNullable<ModelSettings['deadlines']>, ProblemCode, RegExp][] = [
  ['stall', { idleMs: 80 }, 'upstream-stalled', /^Refunds$/],
  ['heartbeats', { totalMs: 150 }, 'upstream-timeout', /^Refunds$/],
  ['endless', { totalMs: 150 }, 'upstream-timeout', /^Refunds and on/],
  ['silent', { firstTokenMs: 80 }, 'upstream-timeout', /^$/],
];

/** What every chat model over this wire must hold. */
export const chatModelConformance = (open: OpenModel): void => {
  let upstream: FakeUpstream;
  beforeAll(async () => {
    upstream = await startFakeUpstream();
  });
  afterAll(() => upstream.close());
  const model = (settings: ModelSettings = QUICK) => open(upstream, settings);
  const callsOf = countCalls(() => upstream);

  describe('a good answer', () => {
    test('arrives whole, with usage before its one end', async () => {
      upstream.script([{ usage: { prompt_tokens: 7, completion_tokens: 5, cached_tokens: 2 } }]);
      const { events, text, thrown } = await outcomeOf(model().stream(ask()));
      expect(thrown).toBeUndefined();
      expect(text).toBe(PLAIN_ANSWER);
      expect(events.slice(-2)).toEqual([
        { type: 'usage', promptTokens: 7, completionTokens: 5, cachedTokens: 2 },
        { type: 'end', finishReason: 'stop' },
      ]);
    });

    test.for(['\n', '\r\n', '\r'] as const)(
      'with line ends %j and cut anywhere',
      async (lineEnd) => {
        const text = 'Größe 30 € — 返品は30日以内 🎉 done.';
        for (const pieceBytes of [1, 2, 3, 7]) {
          upstream.script([{ text, lineEnd, pieceBytes }]);
          expect((await outcomeOf(model().stream(ask()))).text).toBe(text);
        }
      },
    );

    test('is not called stalled when the reader is the slow one', async () => {
      upstream.script([{ delayMs: 10 }]);
      let text = '';
      for await (const event of model({ deadlines: { idleMs: 1_000 } }).stream(ask())) {
        if (event.type !== 'text') continue;
        if (text === '') await pause(1_100);
        text += event.text;
      }
      expect(text).toBe(PLAIN_ANSWER);
    });

    test('carries reasoning apart from text', async () => {
      upstream.script([{ reasoning: 'Let me see.' }]);
      const { events, text } = await outcomeOf(model().stream(ask()));
      const reasoning = events.map((event) => (event.type === 'reasoning' ? event.text : ''));
      expect(reasoning.join('')).toBe('Let me see.');
      expect(text).toBe(PLAIN_ANSWER);
    });

    test.for([
      ['stop', 'stop'],
      ['length', 'length'],
      ['content_filter', 'content-filter'],
    ] as const)('ended by %s', async ([finishReason, expected]) => {
      upstream.script([{ finishReason }]);
      const { events } = await outcomeOf(model().stream(ask()));
      expect(events.at(-1)).toEqual({ type: 'end', finishReason: expected });
    });

    test('without usage ends all the same', async () => {
      upstream.script([{ usage: null }]);
      const { events, thrown } = await outcomeOf(model().stream(ask()));
      expect(thrown).toBeUndefined();
      expect(events.some((event) => event.type === 'usage')).toBe(false);
    });

    test('sends what the published API knows, pictures too', async () => {
      upstream.script([{}]);
      const picture = { type: 'image', mediaType: 'image/png', base64: 'aGVsbG8=' } as const;
      const content = [{ type: 'text', text: 'What is this?' } as const, picture];
      const calls = await callsOf(() =>
        outcomeOf(
          model({ temperature: 0.5 }).stream(
            ask({ messages: [{ role: 'user', content }], maxTokens: 9 }),
          ),
        ),
      );
      expect(calls[0]?.body).toMatchObject({ stream: true, temperature: 0.5, max_tokens: 9 });
      expect(calls[0]?.body.messages[0]?.content).toEqual([
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,aGVsbG8=' } },
      ]);
      expect(upstream.violations).toEqual([]);
    });
  });

  describe('an upstream in trouble', () => {
    test.for(broken)('%s is %s', async ([fault, code, text]) => {
      upstream.script([{ fault, after: 1 }]);
      const outcome = await outcomeOf(model().stream(ask()));
      expect(outcome.problem?.code).toBe(code);
      expect(outcome.text).toBe(text);
      expect(JSON.stringify(outcome.problem?.details)).not.toContain('sk-upstream');
    });

    test.for(neverEnding)('%s is ended by %o as %s', async ([fault, deadlines, code, text]) => {
      upstream.script([{ fault, after: 1 }]);
      const asked = async () => {
        const outcome = await outcomeOf(model({ ...QUICK, deadlines }).stream(ask()));
        return { code: outcome.problem?.code, text: outcome.text };
      };
      // Deadlines as short as these a busy machine may miss before the first word has come.
      await expect.poll(asked).toEqual({ code, text: expect.stringMatching(text) });
    });

    test.for([
      [500, 'upstream-failed', true],
      [503, 'upstream-failed', true],
      [429, 'upstream-rate-limited', true],
      [400, 'upstream-refused', false],
      [401, 'upstream-refused', false],
      [403, 'upstream-refused', false],
      [404, 'upstream-refused', false],
      [301, 'upstream-refused', false],
    ] as const)('status %i is %s', async ([status, code, retryable]) => {
      upstream.script([{ status, error: { code: 'x', message: 'hunter2 said no' } }]);
      const { problem } = await outcomeOf(model({ retry: { attempts: 1 } }).stream(ask()));
      expect(problem).toMatchObject({ code, retryable });
      expect(problem?.detail).not.toContain('hunter2');
    });

    test('a full account is no rush: it is not called again', async () => {
      upstream.script([{ status: 429, error: { code: 'insufficient_quota' } }]);
      const calls = await callsOf(async () => {
        const { problem } = await outcomeOf(model().stream(ask()));
        expect(problem).toMatchObject({ code: 'upstream-refused', retryable: false });
      });
      expect(calls).toHaveLength(1);
    });
  });

  callingAgainConformance(model, () => upstream);
  toolCallConformance(model, () => upstream);

  describe('the content filter', () => {
    test('on the question, as a refusal', async () => {
      const content_filter_result = {
        violence: { filtered: true, severity: 'high' },
        hate: { filtered: false, severity: 'safe' },
        jailbreak: { filtered: true, detected: true },
      };
      const innererror = { code: 'ResponsibleAIPolicyViolation', content_filter_result };
      upstream.script([{ status: 400, error: { code: 'content_filter', innererror } }]);
      const { events, problem } = await outcomeOf(model().stream(ask()));
      expect(problem).toMatchObject({ code: 'content-filtered', retryable: false });
      expect(events).toEqual([
        { type: 'filtered', where: 'question', categories: ['violence', 'jailbreak'] },
      ]);
    });

    test('on question and answer, inside the stream', async () => {
      upstream.script([
        { finishReason: 'content_filter', filtered: { question: ['hate'], answer: ['violence'] } },
      ]);
      const { events, thrown } = await outcomeOf(model().stream(ask()));
      expect(thrown).toBeUndefined();
      expect(events.filter((event) => event.type === 'filtered')).toEqual([
        { type: 'filtered', where: 'question', categories: ['hate'] },
        { type: 'filtered', where: 'answer', categories: ['violence'] },
      ]);
      expect(events.at(-1)).toEqual({ type: 'end', finishReason: 'content-filter' });
    });
  });

  describe('leaving', () => {
    const closed = () => upstream.calls.at(-1)?.closedAt;

    test.for(['silent', 'endless', 'stall'] as const)(
      'an abort during %s closes the upstream and throws its reason',
      async (fault) => {
        upstream.script([{ fault }]);
        const stop = new AbortController();
        const reason = new Error('stopped by a person');
        const before = upstream.calls.length;
        const ended = outcomeOf(model().stream(ask({ signal: stop.signal })));
        await expect.poll(() => upstream.calls.length).toBe(before + 1);
        stop.abort(reason);
        expect((await ended).thrown).toBe(reason);
        await expect.poll(closed).toBeTypeOf('number');
      },
    );

    test('a signal aborted before is no call', async () => {
      const reason = new Error('too late');
      const calls = await callsOf(async () => {
        const { thrown } = await outcomeOf(
          model().stream(ask({ signal: AbortSignal.abort(reason) })),
        );
        expect(thrown).toBe(reason);
      });
      expect(calls).toEqual([]);
    });

    test('breaking out of the loop closes the upstream', async () => {
      for (const leaveAt of [1, 3]) {
        upstream.script([{ fault: 'endless' }]);
        let seen = 0;
        for await (const event of model().stream(ask()))
          if (event.type === 'text' && (seen += 1) >= leaveAt) break;
        await expect.poll(closed).toBeTypeOf('number');
      }
    });
  });
};
