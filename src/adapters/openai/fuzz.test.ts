import { expect, test } from 'vitest';
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
