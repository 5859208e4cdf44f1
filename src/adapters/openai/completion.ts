import { Problem } from '../../domain/problem.ts';
import type { ChatEvent, ChatFinishReason } from '../../ports/chat-model.ts';
import { type Chunk, DONE, finishReasonOf, parseChunk, questionFilters } from './chunk.ts';
import { eventReader } from './event-stream.ts';
import { filteredCategories } from './filter-verdicts.ts';
import { toolCallReader } from './tool-calls.ts';
import type { Watchdog } from './watchdog.ts';

type Choice = NonNullable<Chunk['choices']>[number];

/** Gathers what one read brought, so that many small deltas leave as one event. */
const gatherer = () => {
  let text = '';
  let reasoning = '';
  let events: ChatEvent[] = [];
  let usage: Chunk['usage'];
  let finishReason: ChatFinishReason | undefined;
  const toolCalls = toolCallReader();
  let done = false;

  const filtered = (where: 'question' | 'answer', categories: string[]) => {
    if (categories.length > 0) events.push({ type: 'filtered', where, categories });
  };
  const takeChoice = ({ delta, finish_reason, content_filter_results }: Choice) => {
    reasoning += delta?.reasoning_content ?? delta?.reasoning ?? '';
    text += delta?.content ?? delta?.refusal ?? '';
    for (const piece of delta?.tool_calls ?? []) toolCalls.take(piece);
    filtered('answer', filteredCategories(content_filter_results));
    if (finish_reason) finishReason ??= finishReasonOf(finish_reason);
  };
  return {
    take: (data: string) => {
      if (done || data === '') return;
      if (data === DONE) {
        done = true;
        return;
      }
      const chunk = parseChunk(data);
      filtered('question', questionFilters(chunk));
      for (const choice of chunk.choices ?? []) if (!choice.index) takeChoice(choice);
      usage = chunk.usage ?? usage;
    },
    isDone: () => done,
    drain: (): ChatEvent[] => {
      const drained = events;
      if (reasoning) drained.push({ type: 'reasoning', text: reasoning });
      if (text) drained.push({ type: 'text', text });
      drained.push(...toolCalls.drain());
      [text, reasoning, events] = ['', '', []];
      return drained;
    },
    /** The last events, or why these were not the last. `[DONE]` stands for a finish reason nobody gave. */
    end: (): ChatEvent[] => {
      if (!finishReason && !done)
        throw new Problem('upstream-failed', 'The model service broke off the answer.');
      return [
        ...toolCalls.end(finishReason ?? 'stop'),
        ...(usage ? [usageEvent(usage)] : []),
        { type: 'end', finishReason: finishReason ?? 'stop' },
      ];
    },
  };
};

type Gatherer = ReturnType<typeof gatherer>;

const count = (value: number | null | undefined): number => Math.max(0, Math.trunc(value ?? 0));

const usageEvent = (usage: NonNullable<Chunk['usage']>): ChatEvent => ({
  type: 'usage',
  promptTokens: count(usage.prompt_tokens),
  completionTokens: count(usage.completion_tokens),
  cachedTokens: count(usage.prompt_tokens_details?.cached_tokens),
});

type Reader = ReadableStreamDefaultReader<Uint8Array>;
const LAST_BYTES_MS = 200;

/** The answer is over and told: how its connection ends changes nothing. */
const unheard = (ending: Promise<void>): void => {
  ending.catch(() => undefined);
};

/** After `[DONE]` only the end of the body is missing: with it the connection can be used again. */
const readLastBytes = async (reader: Reader): Promise<void> => {
  const late = setTimeout(() => unheard(reader.cancel()), LAST_BYTES_MS);
  try {
    while (!(await reader.read()).done);
  } finally {
    clearTimeout(late);
  }
};

/** What came before a failure in the same bytes is said first, so that it does not depend on how bytes were cut. */
function* eventsUntilFailure(gathered: Gatherer, read: () => void): Generator<ChatEvent> {
  try {
    read();
  } catch (failure) {
    yield* gathered.drain();
    throw failure;
  }
  yield* gathered.drain();
}

/** The events of one streamed answer. Leaving the loop closes the upstream. */
export async function* readCompletion(
  body: ReadableStream<Uint8Array>,
  watchdog: Watchdog,
): AsyncGenerator<ChatEvent> {
  const reader = body.getReader();
  const gathered = gatherer();
  const feed = eventReader(gathered.take);
  try {
    while (!gathered.isDone()) {
      watchdog.wait();
      const { done, value } = await reader.read();
      watchdog.rest();
      if (done) break;
      for (const event of eventsUntilFailure(gathered, () => feed(value))) {
        watchdog.started();
        yield event;
      }
    }
    yield* gathered.end();
  } finally {
    unheard(gathered.isDone() ? readLastBytes(reader) : reader.cancel());
  }
}
