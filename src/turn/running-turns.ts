import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { Turn } from '../domain/turn.ts';
import { deadline } from '../lib/deadline.ts';
import type { TurnContext, TurnLimits } from './turn-context.ts';

type Place = {
  readonly principalId: string;
  readonly controller: AbortController;
  /** Null while it is being accepted. */
  turnId: string | null;
  context?: TurnContext;
  /** Its acceptance, then its running: settles when that is over. */
  done: Promise<unknown>;
};

/** The turns that run in this process: who may start another, how they are stopped, when all are done. */
export const runningTurns = (limits: TurnLimits) => {
  const places = new Set<Place>();
  const running = new Map<string, Place>();
  let draining = false;

  return {
    has: (turnId: string): boolean => running.has(turnId),

    /**
     * Nothing is stored for a turn that could not run: its place is taken before it is accepted, so that however
     * many ask at once no more are accepted than may run, and a shutdown waits for those too.
     */
    async withPlace<Value>(
      { id: principalId }: Principal,
      accept: (place: Place) => Promise<Value>,
    ): Promise<Value> {
      if (draining) throw stopping();
      checkRoom([...places], principalId, limits);
      const controller = new AbortController();
      const place: Place = { principalId, controller, turnId: null, done: Promise.resolve() };
      places.add(place);
      const accepting = accept(place);
      place.done = accepting;
      try {
        return await accepting;
      } finally {
        if (place.turnId === null) places.delete(place);
      }
    },

    /** The signal that ends this turn: a stop, a shutdown, or its own deadline. */
    add({ id }: Turn, place: Place): AbortSignal {
      place.turnId = id;
      running.set(id, place);
      return deadline(limits.turnMs, place.controller.signal);
    },

    /** What is known here of a turn that runs here. */
    context: (turnId: string): TurnContext | undefined => running.get(turnId)?.context,

    track(context: TurnContext, done: Promise<void>): void {
      const turnId = context.turn.id;
      const place = running.get(turnId);
      if (!place) return;
      place.context = context;
      place.done = done.finally(() => {
        running.delete(turnId);
        places.delete(place);
      });
    },

    abort(turnId: string, reason: Error): boolean {
      const turn = running.get(turnId);
      turn?.controller.abort(reason);
      return turn !== undefined;
    },

    async drain(graceMs: number): Promise<void> {
      draining = true;
      const all = async () => {
        while (places.size > 0) await Promise.allSettled([...places].map(({ done }) => done));
      };
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([all(), grace]);
      clearTimeout(timer);
      const problem = new Problem(
        'interrupted',
        'The server was restarted while this was being written.',
      );
      for (const { controller } of places) controller.abort(problem);
      await all();
    },
  };
};

const stopping = (): Problem =>
  new Problem('stopping', 'The server is restarting: try again in a moment.', { retryAfter: 5 });

const checkRoom = (places: readonly Place[], principalId: string, limits: TurnLimits): void => {
  if (places.length >= limits.turnsAtOnce) {
    throw new Problem('busy', 'Too many answers are being written at this moment.', {
      retryAfter: 5,
    });
  }
  const own = places.filter((place) => place.principalId === principalId);
  if (own.length >= limits.turnsPerPrincipal) {
    const detail = 'You have too many answers being written at this moment.';
    throw new Problem('too-many-requests', detail, { retryAfter: 5 });
  }
};
