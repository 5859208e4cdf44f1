import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { Turn } from '../domain/turn.ts';
import { deadline } from '../lib/deadline.ts';
import type { TurnLimits } from './turn-context.ts';

type Running = { controller: AbortController; principalId: string; done: Promise<void> };

/** The turns that run in this process: who may start another, how they are stopped, when all are done. */
export const runningTurns = (limits: TurnLimits) => {
  const running = new Map<string, Running>();
  let draining = false;

  return {
    has: (turnId: string): boolean => running.has(turnId),

    /** Before acceptance: nothing is stored for a turn that could not run. */
    checkRoom({ id }: Principal): void {
      if (draining) {
        throw new Problem('stopping', 'The server is restarting: try again in a moment.', {
          retryAfter: 5,
        });
      }
      if (running.size >= limits.turnsAtOnce) {
        throw new Problem('busy', 'Too many answers are being written at this moment.', {
          retryAfter: 5,
        });
      }
      const own = running.values().filter((turn) => turn.principalId === id);
      if ([...own].length >= limits.turnsPerPrincipal) {
        const detail = 'You have too many answers being written at this moment.';
        throw new Problem('too-many-requests', detail, { retryAfter: 5 });
      }
    },

    /** The signal that ends this turn: a stop, a shutdown, or its own deadline. */
    add({ id, principalId }: Turn): AbortSignal {
      const controller = new AbortController();
      running.set(id, { controller, principalId, done: Promise.resolve() });
      return deadline(limits.turnMs, controller.signal);
    },

    track(turnId: string, done: Promise<void>): void {
      const turn = running.get(turnId);
      if (turn) turn.done = done.finally(() => running.delete(turnId));
    },

    abort(turnId: string, reason: Error): boolean {
      const turn = running.get(turnId);
      turn?.controller.abort(reason);
      return turn !== undefined;
    },

    async drain(graceMs: number): Promise<void> {
      draining = true;
      const all = () => Promise.allSettled([...running.values()].map(({ done }) => done));
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
      for (const { controller } of running.values()) controller.abort(problem);
      await all();
    },
  };
};
