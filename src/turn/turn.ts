import { admitted } from './stages/admit.ts';
import { answer } from './stages/answer.ts';
import { cite } from './stages/cite.ts';
import { recall } from './stages/recall.ts';
import { record } from './stages/record.ts';
import { retrieve } from './stages/retrieve.ts';
import { rewrite } from './stages/rewrite.ts';
import type { Stage, StageEvent, TurnContext, TurnServices } from './turn-context.ts';
import type { TurnEvent } from './turn-event.ts';

/**
 * The way of a question, from the accepted message to the stored answer. Acceptance itself comes before
 * (`stages/admit.ts`): nothing here runs, and no byte leaves, before it is durable.
 */
export const stages: readonly Stage[] = [admitted, recall, rewrite, retrieve, answer, cite];

/** Runs one accepted turn. `record` holds the rest: whatever they do, exactly one terminal event ends it. */
export const runTurn = (turn: TurnContext, services: TurnServices): AsyncIterable<TurnEvent> =>
  record(
    stages.reduce<AsyncIterable<StageEvent>>(
      (events, stage) => stage(events, turn, services),
      nothing(),
    ),
    turn,
  );

async function* nothing(): AsyncGenerator<never> {}
