import { describe, expect, test } from 'vitest';
import type { ChatModel } from '../../src/ports/chat-model.ts';
import type { FakeUpstream } from '../fake-upstream.ts';
import { PLAIN_ANSWER } from '../fake-upstream/behaviour.ts';
import { ask, countCalls, type ModelSettings, outcomeOf } from './chat-model-questions.ts';

/** When a chat model calls its service again, and when it does not. */
export const callingAgainConformance = (
  model: (settings?: ModelSettings) => ChatModel,
  current: () => FakeUpstream,
): void => {
  const callsOf = countCalls(current);

  describe('calling again', () => {
    test('cures a failure before the first event', async () => {
      current().script([{ status: 500 }, { status: 429, headers: { 'retry-after': '0' } }, {}]);
      const calls = await callsOf(async () =>
        expect((await outcomeOf(model().stream(ask()))).text).toBe(PLAIN_ANSWER),
      );
      expect(calls).toHaveLength(3);
    });

    test('never happens after the first event', async () => {
      current().script([{ fault: 'cut', after: 1 }]);
      expect(await callsOf(() => outcomeOf(model().stream(ask())))).toHaveLength(1);
    });

    test.for([
      ['1', 1],
      ['86400', 86_400],
      ['99999999999999', undefined],
      ['-5', undefined],
      ['soon', undefined],
      ['1e9', undefined],
      ['', undefined],
    ] as const)(
      'does not wait for Retry-After %j, and says it when it makes sense',
      async ([given, said]) => {
        current().script([{ status: 429, headers: { 'retry-after': given } }]);
        const impatient = model({ retry: { attempts: 3, waitMs: 0 } });
        const { problem } = await outcomeOf(impatient.stream(ask()));
        expect(problem?.code).toBe('upstream-rate-limited');
        expect(problem?.retryAfter).toBe(said);
      },
    );

    test('believes a Retry-After that is a date', async () => {
      const date = new Date(Date.now() + 60_000).toUTCString();
      current().script([{ status: 503, headers: { 'retry-after': date } }]);
      const { problem } = await outcomeOf(model().stream(ask()));
      expect(problem?.retryAfter).toBeGreaterThan(50);
      expect(problem?.retryAfter).toBeLessThan(61);
    });

    test('a service that is down is called little more often than asked, then hardly (FT-08)', async () => {
      current().script([{ status: 500 }]);
      const one = model();
      const calls = await callsOf(async () => {
        for (let turn = 0; turn < 50; turn += 1) await outcomeOf(one.stream(ask()));
      });
      expect(calls.length).toBeLessThan(20);
    });

    test.for(['stream_options', 'temperature'] as const)(
      'does without %s when the service refuses it, and remembers',
      async (refuses) => {
        current().script([{ refuses }]);
        const one = model({ temperature: 0.2 });
        const calls = await callsOf(async () => {
          expect((await outcomeOf(one.stream(ask()))).text).toBe(PLAIN_ANSWER);
          expect((await outcomeOf(one.stream(ask()))).text).toBe(PLAIN_ANSWER);
        });
        expect(calls.map((call) => call.body[refuses] !== undefined)).toEqual([true, false, false]);
      },
    );

    test('says max_completion_tokens where max_tokens is refused', async () => {
      current().script([{ refuses: 'max_tokens' }]);
      const calls = await callsOf(() => outcomeOf(model({ maxAnswerTokens: 50 }).stream(ask())));
      expect(calls.at(-1)?.body).toMatchObject({ max_completion_tokens: 50 });
    });
  });
};
