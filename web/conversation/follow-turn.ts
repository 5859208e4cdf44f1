import type { TurnChunk } from '../../src/contracts/turn.ts';
import { RequestProblem } from '../api/request.ts';
import { readChunks } from '../api/stream.ts';

/** How a turn is reached. `begin` may be called again: its idempotency key joins the turn it made before. */
export type TurnWire = {
  begin(signal: AbortSignal): Promise<Response>;
  resume(turnId: string, lastEventId: string | null, signal: AbortSignal): Promise<Response>;
};

export type Following = {
  signal: AbortSignal;
  onConnection(state: 'connected' | 'reconnecting'): void;
  /** Waits before the next try; `attempt` counts from 0. */
  wait(attempt: number, signal: AbortSignal): Promise<void>;
};

/** A server that is starting again answers 502 to 504 through its proxy for a while. */
const passes = (error: unknown, begun: boolean): boolean =>
  !(error instanceof RequestProblem) || (begun && error.status >= 502);

/**
 * All chunks of one turn, each once and in order, over as many connections as it takes: after a cut it goes on
 * behind the last event that arrived whole. Throws `RequestProblem` when the server refuses.
 */
export async function* followTurn(
  wire: TurnWire,
  { signal, onConnection, wait }: Following,
): AsyncGenerator<TurnChunk> {
  let turnId: string | null = null;
  let lastEventId: string | null = null;
  let attempt = 0;
  for (;;) {
    try {
      const response: Response = turnId
        ? await wire.resume(turnId, lastEventId, signal)
        : await wire.begin(signal);
      onConnection('connected');
      for await (const { id, chunk } of readChunks(response)) {
        if (chunk === 'done') return;
        attempt = 0;
        lastEventId = id ?? lastEventId;
        if (chunk.type === 'start') turnId = chunk.messageMetadata.turnId;
        yield chunk;
      }
    } catch (error) {
      if (signal.aborted || !passes(error, turnId !== null)) throw error;
    }
    onConnection('reconnecting');
    await wait(attempt, signal);
    attempt += 1;
  }
}
