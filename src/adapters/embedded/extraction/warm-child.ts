import { type ChildProcess, processorMs, startChild } from '../../../lib/child-process.ts';
import { inThisForm } from '../../../lib/thread.ts';
import type { ExtractionResult } from '../../../ports/extractor.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import {
  type ChildReply,
  type ChildRequest,
  type LastReply,
  type Part,
  withParts,
} from './child-messages.ts';
import type { Step } from './long-reading.ts';
import { startTimeLimit } from './time-limit.ts';

export type WarmChildOptions = { memoryBytes: number; idleMs: number; logger: Logger };

/** How one reading ended: with a result, or killed in the middle of a step. */
export type ReadingEnd =
  | { result: ExtractionResult; stopped?: never }
  | { result?: never; stopped: string; step: Step | null };

export type ReadingListener = {
  /** For reading until the first step begins, and then for each. */
  deadlineOf(step: Step | null): number;
  onPiece(piece: Uint8Array): void;
  onProgress(done: number, total: number): void;
  signal: AbortSignal;
};

type Running = ReadingListener & {
  child: ChildProcess;
  settle: (end: ReadingEnd) => void;
  parts: Part[];
  killedBecause: string | null;
  step: Step | null;
  endLimit: () => void;
};

const MB = 1_000_000;

export const CRASHED =
  'The program that reads files broke on this one. Save it again with another program, or as PDF, and upload that.';
const STOPPED = 'Reading it was stopped.';
const tooSlow = (deadlineMs: number): string =>
  `Reading it took longer than ${Math.round(deadlineMs / 1000)} seconds and was stopped. Split the file, or save it again.`;

const ENTRY = inThisForm(new URL('./child.ts', import.meta.url));

/** From now on until the next step begins. */
const limit = (reading: Running, step: Step | null, kill: (because: string) => void): void => {
  const deadlineMs = reading.deadlineOf(step);
  reading.endLimit();
  reading.step = step;
  reading.endLimit = startTimeLimit(
    { deadlineMs, usedMs: () => processorMs(reading.child.pid) },
    () => kill(tooSlow(deadlineMs)),
  );
};

const endOf = (
  reply: LastReply,
  { parts, logger }: { parts: readonly Part[]; logger: Logger },
): ReadingEnd => {
  if ('result' in reply) return { result: withParts(reply.result, parts) };
  logger.error('extraction failed', { detail: reply.error });
  return { stopped: CRASHED, step: null };
};

/** A process that stays for the next file, until it was idle for a while, too slow, too big, or broke. */
export const createWarmChild = ({ memoryBytes, idleMs, logger }: WarmChildOptions) => {
  let child: ChildProcess | null = null;
  let running: Running | null = null;
  let idle: NodeJS.Timeout | undefined;

  const start = (): ChildProcess => {
    const started: ChildProcess = startChild(ENTRY, {
      heapMegabytes: Math.floor(memoryBytes / MB),
      onMessage: (message) => hear(message as ChildReply),
      onEnd: ({ reason, standardError }) => {
        if (child === started) child = null;
        if (running?.child !== started) return;
        if (!running.killedBecause)
          logger.warn('extraction child ended', { reason, standardError });
        settle({ stopped: running.killedBecause ?? CRASHED, step: running.step });
      },
    });
    return started;
  };
  const hear = (reply: ChildReply) => {
    if (!running || running.killedBecause) return;
    if ('piece' in reply) running.onPiece(reply.piece);
    else if ('part' in reply) running.parts.push(reply.part);
    else if ('step' in reply) limit(running, reply.step, kill);
    else if ('total' in reply) running.onProgress(reply.done, reply.total);
    else settle(endOf(reply, { parts: running.parts, logger }));
  };
  const settle = (end: ReadingEnd) => {
    const settled = running;
    running = null;
    settled?.endLimit();
    child?.keepAlive(false);
    idle = setTimeout(stop, idleMs).unref();
    settled?.settle(end);
  };
  const stop = () => {
    clearTimeout(idle);
    child?.kill();
    child = null;
  };
  const kill = (because: string) => {
    if (!running) return stop();
    if (running.killedBecause) return;
    running.killedBecause = because;
    running.child.kill();
    child = null;
  };
  const run = async (request: ChildRequest, listener: ReadingListener): Promise<ReadingEnd> => {
    const { signal } = listener;
    signal.throwIfAborted();
    clearTimeout(idle);
    child ??= start();
    child.keepAlive(true);
    const working = child;
    const abort = () => kill(STOPPED);
    signal.addEventListener('abort', abort, { once: true });
    const end = await new Promise<ReadingEnd>((resolve) => {
      const fresh = { parts: [], killedBecause: null, step: null, endLimit: () => undefined };
      running = { ...listener, ...fresh, child: working, settle: resolve };
      limit(running, null, kill);
      working.send(request);
    });
    signal.removeEventListener('abort', abort);
    signal.throwIfAborted();
    return end;
  };
  return {
    run,
    end: async (): Promise<void> => {
      const last = child;
      stop();
      last?.keepAlive(true);
      await last?.ended;
    },
    /** Stops what it does, or takes the idle process away. */
    kill,
    isWorking: (): boolean => running !== null,
    pid: (): number | null => child?.pid ?? null,
  };
};

export type WarmChild = ReturnType<typeof createWarmChild>;
