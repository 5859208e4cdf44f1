import { textOf } from '../domain/message.ts';
import { cacheTimes } from '../knowledge/cache-times.ts';
import { sha256 } from '../lib/ids.ts';
import type { AnswerEvent, Answerer, AnswerRequest } from '../ports/answerer.ts';
import type { Cache, CacheKey } from '../ports/cache.ts';
import type { TurnContext } from './turn-context.ts';

/**
 * Everything an answer is made from. The passages were searched for this very asker and stand here with their
 * versions: whose rights or documents differ has other passages, and another key. Null: not to be remembered.
 */
const keyOf = (turn: TurnContext, answerer: Answerer, request: AnswerRequest): CacheKey | null => {
  const { message, question, history, retrieval, instructions } = request;
  if (answerer.promptVersion === undefined || turn.regenerates) return null;
  if (message.parts.some(({ type }) => type !== 'text')) return null;
  const key = {
    answerer: [answerer.name, answerer.promptVersion],
    instructions,
    question,
    said: history.map((each) => [each.role, textOf(each)]),
    passages: retrieval.passages.map(({ versionId, start, end }) => [versionId, start, end]),
  };
  return { tenant: turn.principal.tenant, kind: 'ai:answer', key: sha256(JSON.stringify(key)) };
};

const NO_TOKENS = {
  type: 'usage',
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  estimated: false,
  costUsd: 0,
} as const;

/** Marks come again with their places, so that citations are placed anew in what may be read now. */
const isKept = ({ type }: AnswerEvent): boolean =>
  type === 'answer-start' ||
  type === 'answer-delta' ||
  type === 'citation-mark' ||
  type === 'answer-end';

/** The same question on the same passages has the same answer for a few minutes, when the settings say so. */
export async function* answerOrRemember(
  { answerer, request, cache }: { answerer: Answerer; request: AnswerRequest; cache: Cache },
  turn: TurnContext,
): AsyncGenerator<AnswerEvent> {
  const key = keyOf(turn, answerer, request);
  const known = key && (await cache.get(key));
  if (known) {
    turn.trace.answerRemembered = true;
    const events: AnswerEvent[] = JSON.parse(new TextDecoder().decode(known));
    for (const event of events) {
      if (event.type === 'answer-end') yield NO_TOKENS;
      yield event;
    }
    return;
  }
  const events: AnswerEvent[] = [];
  for await (const event of answerer.answer(request)) {
    if (isKept(event)) events.push(event);
    yield event;
  }
  const last = events.at(-1);
  if (key && last?.type === 'answer-end' && last.finishReason === 'stop')
    await cache.set(key, new TextEncoder().encode(JSON.stringify(events)), cacheTimes.answer);
}
