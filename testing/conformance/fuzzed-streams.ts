import { inspect } from 'node:util';
import { Problem } from '../../src/domain/problem.ts';
import type { ChatEvent, ChatModel } from '../../src/ports/chat-model.ts';
import type { Outbound } from '../../src/ports/outbound.ts';
import { type FuzzedStream, fuzzedStream } from '../fuzzed-stream.ts';
import { ask, outcomeOf } from './chat-model-questions.ts';

type Outcome = { events: ChatEvent[]; text: string; thrown: unknown; problem: Problem | undefined };

const argumentsIn = (events: readonly ChatEvent[]): string | null =>
  events.some(({ type }) => type === 'tool-call-start')
    ? events.map((event) => (event.type === 'tool-call-delta' ? event.argumentsJson : '')).join('')
    : null;

/** What is wrong with how a stream was taken, or null. */
export const faultOf = (
  stream: FuzzedStream,
  { events, text, thrown, problem }: Outcome,
): string | null => {
  const ends = events.filter((event) => event.type === 'end').length;
  if (thrown !== undefined && !problem) return `threw ${inspect(thrown)}`;
  if (problem && !/^upstream-|^content-filtered$/.test(problem.code)) return `was ${problem.code}`;
  if (problem ? ends > 0 : ends !== 1) return `had ${ends} ends`;
  if (stream.kind === 'whole' && (problem || text !== stream.text))
    return `gave ${JSON.stringify(text)}`;
  if (stream.kind === 'whole' && argumentsIn(events) !== stream.argumentsJson)
    return `called ${argumentsIn(events)}`;
  if (stream.kind === 'cut' && !problem) return 'passed for whole';
  if (stream.kind === 'cut' && !stream.text.startsWith(text))
    return `made up ${JSON.stringify(text)}`;
  return null;
};

const eventStream = (chunks: readonly Uint8Array[]): Response =>
  new Response(ReadableStream.from(chunks), { headers: { 'content-type': 'text/event-stream' } });

/** Runs the streams of the seeds `[from, to)` through a model in memory; gives the first that was taken wrongly. */
export const firstFault = async (
  open: (outbound: Outbound) => ChatModel,
  [from, to]: [number, number],
): Promise<string | null> => {
  for (let seed = from; seed < to; seed += 1) {
    const stream = fuzzedStream(seed);
    const model = open(() => Promise.resolve(eventStream(stream.chunks)));
    const fault = faultOf(stream, await outcomeOf(model.stream(ask())));
    if (fault) return `seed ${seed} (${stream.kind}): ${fault}`;
  }
  return null;
};

/** How many bytes a model takes of a stream of this one piece, repeated without end, before it gives up. */
export const bytesTaken = async (
  open: (outbound: Outbound) => ChatModel,
  piece: { first: string; repeated: string },
): Promise<{ bytes: number; problem: Problem | undefined }> => {
  let bytes = 0;
  const repeated = Buffer.from(piece.repeated);
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(piece.first)),
    pull: (controller) => {
      bytes += repeated.length;
      controller.enqueue(repeated);
    },
  });
  const response = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  const { problem } = await outcomeOf(open(() => Promise.resolve(response)).stream(ask()));
  return { bytes, problem };
};
