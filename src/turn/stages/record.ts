import type { Citation } from '../../domain/citation.ts';
import type { SourcePassage, Usage } from '../../domain/message.ts';
import { Problem, toProblem } from '../../domain/problem.ts';
import type { TurnOutcome } from '../../ports/conversation-store.ts';
import { StopRequested } from '../stop-requested.ts';
import type { StageEvent, TurnContext } from '../turn-context.ts';
import type { TurnEvent } from '../turn-event.ts';
import { partialSaver } from '../wrappers/partial-saver.ts';

/** What is known of an answer so far. */
export type Draft = {
  text: string;
  citations: Citation[];
  sources: SourcePassage[];
  abstained: boolean;
  usage: Usage | null;
};

/**
 * Keeps the answer while it grows (law 2: at most 250 ms behind) and ends the turn exactly once: with `turn-end`
 * when it is stored, with `turn-failure` when a stage threw, whatever was said until then being kept. Throws when the
 * end cannot be stored.
 */
export async function* record(
  events: AsyncIterable<StageEvent>,
  turn: TurnContext,
): AsyncGenerator<TurnEvent> {
  const draft: Draft = { text: '', citations: [], sources: [], abstained: false, usage: null };
  const saver = partialSaver(() => turn.stores.conversations.savePartial(turn.turn.id, draft));
  let thrown: unknown;
  try {
    for await (const event of events) {
      if (event.type === 'citation-mark') continue;
      if (note(event, draft)) saver.changed();
      yield event;
    }
  } catch (error) {
    thrown = error;
  }
  try {
    await saver.close();
  } catch (error) {
    thrown ??= error;
  }
  yield await end(turn, draft, thrown);
}

/** Whether the stored answer is now behind. */
const note = (event: TurnEvent, draft: Draft): boolean => {
  switch (event.type) {
    case 'answer-delta':
      draft.text += event.text;
      return true;
    case 'citation-found':
      draft.citations.push(event.citation);
      return true;
    case 'passages-found':
      draft.sources = event.passages;
      return true;
    case 'answer-end':
      draft.abstained = event.abstained;
      return false;
    case 'usage': {
      const { type: _, ...usage } = event;
      draft.usage = usage;
      return false;
    }
    default:
      return false;
  }
};

const end = async (turn: TurnContext, draft: Draft, thrown: unknown): Promise<TurnEvent> => {
  const stopped = thrown !== undefined && turn.signal.reason instanceof StopRequested;
  const problem = thrown === undefined || stopped ? null : problemOf(thrown, turn);
  const state = stateFor(problem, stopped);
  if (problem) {
    turn.logger.warn('turn failed', {
      code: problem.code,
      error: problem,
      stored: draft.text.length,
    });
  }
  await turn.stores.conversations.finish(turn.turn.id, {
    ...draft,
    state,
    problem: problem?.details ?? null,
    why: turn.trace,
    asked: { question: turn.question, baseIds: turn.askedBaseIds },
  });
  return problem
    ? { type: 'turn-failure', problem: problem.details, storedLength: draft.text.length }
    : {
        type: 'turn-end',
        outcome: stopped ? 'stopped' : 'completed',
        messageId: turn.turn.assistantMessageId,
      };
};

const stateFor = (problem: Problem | null, stopped: boolean): TurnOutcome['state'] => {
  if (stopped) return 'stopped';
  if (!problem) return 'completed';
  return problem.code === 'interrupted' ? 'interrupted' : 'failed';
};

/** The turn's own deadline and shutdown arrive as the signal's reason; anything unknown is ours to answer for. */
const problemOf = (thrown: unknown, turn: TurnContext): Problem => {
  const reason: unknown = turn.signal.aborted ? turn.signal.reason : thrown;
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return new Problem('upstream-timeout', 'The answer took too long and was ended.', {
      cause: thrown,
    });
  }
  return toProblem(reason);
};
