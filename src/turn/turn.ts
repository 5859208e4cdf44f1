import { admitted } from './stages/admit.ts';
import { answer } from './stages/answer.ts';
import { cite } from './stages/cite.ts';
import { recall } from './stages/recall.ts';
import { record } from './stages/record.ts';
import { rerank } from './stages/rerank.ts';
import { retrieve } from './stages/retrieve.ts';
import { rewrite } from './stages/rewrite.ts';
import { stayReadable } from './stages/stay-readable.ts';
import type { Stage, StageEvent, TurnContext, TurnServices } from './turn-context.ts';
import type { TurnEvent } from './turn-event.ts';

/**
 * The way of a question, from the accepted message to the stored answer. Acceptance itself comes before
 * (`stages/admit.ts`): nothing here runs, and no byte leaves, before it is durable.
 */
export const stages: readonly Stage[] = [
  admitted,
  recall,
  rewrite,
  retrieve,
  rerank,
  answer,
  cite,
  stayReadable,
];

/** A question without a conversation: what is between being accepted and being recorded. */
export const unrecorded: readonly Stage[] = stages.filter((stage) => stage !== admitted);

/** All that these stages say of one turn. */
export const runStages = (
  list: readonly Stage[],
  turn: TurnContext,
  services: TurnServices,
): AsyncIterable<StageEvent> =>
  list.reduce<AsyncIterable<StageEvent>>(
    (events, stage) => stage(events, turn, services),
    nothing(),
  );

/** Runs one accepted turn. `record` holds the rest: whatever they do, exactly one terminal event ends it. */
export const runTurn = (turn: TurnContext, services: TurnServices): AsyncIterable<TurnEvent> =>
  record(runStages(stages, turn, services), turn);

async function* nothing(): AsyncGenerator<never> {}
