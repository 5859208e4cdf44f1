import type { Principal } from '../domain/principal.ts';
import { Problem, toProblem } from '../domain/problem.ts';
import type { Turn } from '../domain/turn.ts';
import { textOf } from '../domain/message.ts';
import type { MetadataFilter } from '../ports/knowledge-index.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { endLater } from './end-later.ts';
import { hearTurn } from './hear-turn.ts';
import { endInterrupted } from './recover.ts';
import { runningTurns } from './running-turns.ts';
import { admit, type Admission, type StartRequest } from './stages/admit.ts';
import { StopRequested } from './stop-requested.ts';
import { runTurn } from './turn.ts';
import { tryQuestion, type Trial, type TriedAnswer } from './try-question.ts';
import { unasked, type TurnContext, type TurnServices } from './turn-context.ts';
import { isLast, type LoggedEvent, type ReadingPoint, type TurnEvent } from './turn-event.ts';

/** What surfaces do with turns. A turn belongs to the server: readers come and go. */
export type Turns = {
  /** Law 1. Resolves when the turn is durable and runs, or is the one that the key stands for. */
  start(request: StartRequest): Promise<{ turn: Turn; replayed: boolean }>;
  /** The turn's events after `after`, as far as the reader may hear them: from the log while it lives, else what the store knows. */
  events(
    reader: { principal: Principal; turnId: string; signal: AbortSignal },
    after: ReadingPoint | null,
  ): Promise<AsyncIterable<LoggedEvent>>;
  /** False when it had already ended. */
  stop(principal: Principal, turnId: string): Promise<boolean>;
  /** Somebody else's turn is `not-found`. */
  turn(principal: Principal, turnId: string): Promise<Turn>;
  /** Answers without keeping anything, to measure how. */
  try(trial: Trial): Promise<TriedAnswer>;
  /** Ends as interrupted what a dead server left running. */
  recover(tenant: string): Promise<void>;
  /** Takes no new turns; gives running ones `graceMs` to finish, then hands them over as interrupted. */
  drain(graceMs: number): Promise<void>;
};

export const createTurns = (services: TurnServices): Turns => {
  const { tenants, logger, limits } = services;
  const running = runningTurns(limits);
  const hear = hearTurn(services, running.context);
  const recover = (tenant: string) => endInterrupted(tenant, running.has, services);
  const unended = endLater(recover, logger);

  const find = async (principal: Principal, turnId: string) => {
    const stores = await tenants.open(principal.tenant);
    const turn = await stores.conversations.turn(turnId, principal.id);
    if (!turn) throw new Problem('not-found', 'There is no such turn.');
    return { turn, stores };
  };

  const launch = (
    { turn, conversation, message }: AcceptedAdmission,
    { principal, traceId, givenHistory = [], filter = {}, regenerate }: StartRequest,
    { stores, signal }: { stores: TenantStores; signal: AbortSignal },
  ) => {
    const context: TurnContext = {
      turn,
      principal,
      stores,
      conversation,
      message,
      signal,
      logger: logger.child({ tenant: principal.tenant, turnId: turn.id, traceId }),
      traceId,
      givenHistory,
      filter,
      regenerates: regenerate !== undefined,
      ...unasked(textOf(message)),
    };
    return begin(context, services, (stored) =>
      running.track(context, unended.unless(stored, principal.tenant)),
    );
  };

  return {
    start: (request) =>
      running.withPlace(request.principal, async (place) => {
        const stores = await tenants.open(request.principal.tenant);
        const filter = await filterOf(request, stores); // before anything is accepted
        const admission = await admit(request, stores, limits);
        if (admission.outcome === 'accepted') {
          const signal = running.add(admission.turn, place);
          await launch(admission, { ...request, filter }, { stores, signal });
        }
        return { turn: admission.turn, replayed: admission.outcome === 'replayed' };
      }),

    async events({ principal, turnId, signal }, after) {
      return hear({ principal, signal, ...(await find(principal, turnId)) }, after);
    },

    async stop(principal, turnId) {
      await find(principal, turnId);
      return running.abort(turnId, new StopRequested());
    },

    turn: async (principal, turnId) => (await find(principal, turnId)).turn,
    try: (trial) => tryQuestion(services, trial),

    recover,

    async drain(graceMs) {
      await running.drain(graceMs);
      unended.stop();
    },
  };
};

/** An answer that is wanted again is searched among the same documents. */
const filterOf = async (
  { filter, regenerate, principal }: StartRequest,
  { conversations }: TenantStores,
): Promise<MetadataFilter> => {
  if (filter || regenerate === undefined) return filter ?? {};
  return (await conversations.why(regenerate, principal.id))?.filter ?? {};
};

type AcceptedAdmission = Extract<Admission, { outcome: 'accepted' }>;

/** Resolves once the first event can be read: then nobody who knows the turn finds no log. */
const begin = (
  turn: TurnContext,
  services: TurnServices,
  track: (stored: Promise<boolean>) => void,
): Promise<void> =>
  new Promise((resolve) => {
    track(pump(turn, services, resolve));
  });

/**
 * Runs the turn into its log; whether its end is stored. `record` ends every turn; should that fail, readers are
 * still let go.
 */
const pump = async (
  turn: TurnContext,
  services: TurnServices,
  begun: () => void,
): Promise<boolean> => {
  const key = { tenant: turn.principal.tenant, turnId: turn.turn.id };
  let seq = 0;
  const append = (event: TurnEvent) => {
    seq += 1;
    return services.log.append(key, { seq, event, last: isLast(event) });
  };
  try {
    for await (const event of runTurn(turn, services)) {
      const appended = append(event);
      if (appended) await appended; // a log in memory answers at once
      if (seq === 1) begun();
    }
    return true;
  } catch (error) {
    turn.logger.error('a turn could not be recorded', { error });
    const problem = toProblem(error).details;
    try {
      await append({ type: 'turn-failure', problem, storedLength: 0 });
    } catch (lost) {
      turn.logger.error('the end of a turn could not be logged', { error: lost });
    }
    return false;
  } finally {
    begun();
  }
};
