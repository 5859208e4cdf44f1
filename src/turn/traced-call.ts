import { toProblem } from '../domain/problem.ts';
import type { TracedCall } from '../domain/retrieval-trace.ts';
import { deadline, isTimeout } from '../lib/deadline.ts';
import type { TurnContext } from './turn-context.ts';

/**
 * A call to a model that the turn can do without: it ends by itself after `limitMs`, what it came to is noted in the
 * trace, and null means to go on as if there were no model. Only the end of the turn itself is thrown.
 */
export const tracedCall = async <Value>(
  turn: TurnContext,
  { purpose, model, limitMs }: Pick<TracedCall, 'purpose' | 'model'> & { limitMs: number },
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<{ value: Value } | null> => {
  const began = performance.now();
  const note = (outcome: TracedCall['outcome']) => {
    const milliseconds = Math.round(performance.now() - began);
    turn.trace.calls.push({ purpose, model, milliseconds, outcome });
  };
  try {
    const value = await call(deadline(limitMs, turn.signal));
    note('done');
    return { value };
  } catch (thrown) {
    turn.signal.throwIfAborted();
    note(outcomeOf(thrown));
    turn.logger.warn('done without the small model', { purpose, error: toProblem(thrown) });
    return null;
  }
};

const outcomeOf = (thrown: unknown): TracedCall['outcome'] => {
  if (isTimeout(thrown)) return 'late';
  switch (toProblem(thrown).code) {
    case 'upstream-timeout':
    case 'upstream-stalled':
      return 'late';
    case 'upstream-garbled':
      return 'odd';
    default:
      return 'failed';
  }
};
