import type { TenantId } from '../domain/tenant.ts';

export type TurnKey = { tenant: TenantId; turnId: string };

/**
 * The live tail of running turns: written by the one runner of a turn, read by any number of readers, now or
 * later, here or on another replica. May be lost; the conversation store is the truth.
 *
 * Laws: `append` numbers with the `seq` it is given, which rises; `read(n)` gives exactly the events with a
 * higher `seq`, in order, then waits for more, and ends after the event that was appended as `last`; for every
 * cut n, what was read up to n and `read(n)` make the whole; readers share what is stored and a stalled one costs
 * nothing; a turn it does not know gives null; it forgets a turn a while after its last event.
 */
export type TurnLog<Event> = {
  append(turn: TurnKey, entry: { seq: number; event: Event; last: boolean }): void | Promise<void>;
  read(
    turn: TurnKey,
    after: number,
    signal: AbortSignal,
  ): AsyncIterable<{ seq: number; event: Event }> | null;
};
