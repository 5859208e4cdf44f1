import { textOf, type Message } from '../domain/message.ts';
import { Problem } from '../domain/problem.ts';
import type { Turn } from '../domain/turn.ts';

import { turnStart, type LoggedEvent, type ReadingPoint, type TurnEvent } from './turn-event.ts';

/**
 * What a reader who stands at `after` still has to hear of an ended turn whose log is gone. The text continues
 * exactly where the reader is; citations come again with the ids they had.
 */
export async function* replay(
  turn: Turn,
  message: Message,
  after: ReadingPoint | null,
): AsyncGenerator<LoggedEvent> {
  let seq = after?.seq ?? 0;
  for (const event of eventsOf(turn, message, after)) {
    seq += 1;
    yield { seq, event };
  }
}

function* eventsOf(turn: Turn, message: Message, after: ReadingPoint | null): Generator<TurnEvent> {
  const text = textOf(message);
  const offset = after?.offset ?? 0;
  if (!after) {
    yield turnStart(turn);
    if (message.sources.length > 0) yield { type: 'passages-found', passages: message.sources };
  }
  if (offset < text.length) yield { type: 'answer-delta', offset, text: text.slice(offset) };
  for (const citation of message.citations) yield { type: 'citation-found', citation };
  if (message.usage) yield { type: 'usage', ...message.usage };
  if (turn.state === 'completed' || turn.state === 'stopped') {
    const finishReason = turn.state === 'stopped' ? 'stopped' : 'stop';
    yield { type: 'answer-end', finishReason, length: text.length, abstained: message.abstained };
    yield { type: 'turn-end', outcome: turn.state, messageId: message.id };
    return;
  }
  const problem = turn.problem ?? new Problem('interrupted', 'The answer was interrupted.').details;
  yield { type: 'turn-failure', problem, storedLength: text.length };
}
