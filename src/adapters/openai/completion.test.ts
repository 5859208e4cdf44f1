import { expect, test } from 'vitest';
import { ask, outcomeOf } from '../../../testing/conformance/chat-model-questions.ts';
import { bytesTaken, firstFault } from '../../../testing/conformance/fuzzed-streams.ts';
import type { Outbound } from '../../ports/outbound.ts';
import { openAiChatModel } from './chat-model.ts';
import { openAiOptions } from './options.ts';
import { quietLogger } from '../../../testing/fakes/quiet-logger.ts';

const options = openAiOptions.parse({ model: 'm', retry: { attempts: 1 } });
const open = (outbound: Outbound) => openAiChatModel(options, { outbound, logger: quietLogger });

test('2,000 fuzzed streams give the right text or a typed failure', async () => {
  expect(await firstFault(open, [1, 2_001])).toBeNull();
});

const big = 'x'.repeat(50_000);
test.for([
  ['one line', { first: 'data: ', repeated: big }],
  ['one event of many lines', { first: '', repeated: `data: ${big}\n` }],
] as const)('%s without end is given up at one megabyte', async ([, piece]) => {
  const { bytes, problem } = await bytesTaken(open, piece);
  expect(problem?.code).toBe('upstream-garbled');
  expect(bytes).toBeLessThan(1_200_000);
});

const whole =
  'data: {"choices":[{"delta":{"content":"Yes."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

test.for(['breaks', 'goes on', 'stays open'] as const)(
  'a connection that %s after [DONE] changes nothing and is let go',
  async (ending) => {
    let left = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(whole)),
      pull: (controller) => {
        if (ending === 'breaks') controller.error(new Error('reset by peer'));
        if (ending === 'goes on') controller.enqueue(Buffer.from(': more\n'));
        return new Promise((resolve) => setTimeout(resolve, 5));
      },
      cancel: () => {
        left = true;
      },
    });
    const response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    const model = open(() => Promise.resolve(response));
    expect(await outcomeOf(model.stream(ask()))).toMatchObject({ text: 'Yes.', thrown: undefined });
    await expect.poll(() => left).toBe(ending !== 'breaks');
  },
);
