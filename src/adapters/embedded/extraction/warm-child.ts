import { type ChildProcess, residentBytes, startChild } from '../../../lib/child-process.ts';
import type { ExtractionResult } from '../../../ports/extractor.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import type { FileRequest } from './extract-file.ts';

export type ChildRequest = FileRequest;
export type ChildReply = { result: ExtractionResult } | { error: string };

export type WarmChildOptions = { memoryBytes: number; idleMs: number; logger: Logger };

type Running = {
  child: ChildProcess;
  settle: (result: ExtractionResult) => void;
  killedBecause: string | null;
};

const WATCH_MS = 50;
const MB = 1_000_000;
const UNKNOWN = 'application/octet-stream';
const CRASHED =
  'The program that reads files broke on this one. Save it again with another program, or as PDF, and upload that.';

const failure = (reason: string): ExtractionResult => ({
  outcome: 'failed',
  mediaType: UNKNOWN,
  reason,
});

const STOPPED = 'Reading it was stopped.';
const tooBig = (memoryBytes: number): string =>
  `Reading it needs more than ${Math.floor(memoryBytes / MB)} MB of memory and was stopped. Split the file.`;
const tooSlow = (deadlineMs: number): string =>
  `Reading it took longer than ${Math.round(deadlineMs / 1000)} seconds and was stopped. Split the file, or save it again.`;

/** The same folder holds the child's program, as source or built. */
const ENTRY = new URL(
  `./child${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`,
  import.meta.url,
);

/** A process that stays for the next file, until it was idle for a while, too slow, too big, or broke. */
export const createWarmChild = ({ memoryBytes, idleMs, logger }: WarmChildOptions) => {
  let child: ChildProcess | null = null;
  let running: Running | null = null;
  let idle: NodeJS.Timeout | undefined;

  const start = (): ChildProcess => {
    const started: ChildProcess = startChild(ENTRY, {
      heapMegabytes: Math.floor(memoryBytes / MB),
      onMessage: (message) => settle(toResult(message as ChildReply)),
      onEnd: ({ reason, standardError }) => {
        if (child === started) child = null;
        if (running?.child !== started) return;
        if (!running.killedBecause)
          logger.warn('extraction child ended', { reason, standardError });
        settle(failure(running.killedBecause ?? CRASHED));
      },
    });
    return started;
  };
  const toResult = (reply: ChildReply): ExtractionResult => {
    if ('result' in reply) return reply.result;
    logger.error('extraction failed', { detail: reply.error });
    return failure(CRASHED);
  };
  const settle = (result: ExtractionResult) => {
    const { settle: resolve } = running ?? {};
    running = null;
    child?.keepAlive(false);
    idle = setTimeout(end, idleMs).unref();
    resolve?.(result);
  };
  const end = () => {
    clearTimeout(idle);
    child?.kill();
    child = null;
  };
  const kill = (because: string) => {
    if (!running || running.killedBecause) return;
    running.killedBecause = because;
    running.child.kill();
    child = null;
  };
  const watch = (deadlineMs: number): (() => void) => {
    const measure = async () => {
      const used = running ? await residentBytes(running.child.pid) : null;
      if (used !== null && used > memoryBytes) kill(tooBig(memoryBytes));
    };
    const memory = setInterval(() => void measure(), WATCH_MS);
    const late = setTimeout(() => kill(tooSlow(deadlineMs)), deadlineMs);
    return () => {
      clearInterval(memory);
      clearTimeout(late);
    };
  };
  const run = async (
    request: ChildRequest,
    { deadlineMs, signal }: { deadlineMs: number; signal: AbortSignal },
  ): Promise<ExtractionResult> => {
    signal.throwIfAborted();
    clearTimeout(idle);
    child ??= start();
    child.keepAlive(true);
    const working = child;
    const stop = () => kill(STOPPED);
    signal.addEventListener('abort', stop, { once: true });
    const unwatch = watch(deadlineMs);
    const result = await new Promise<ExtractionResult>((resolve) => {
      running = { child: working, settle: resolve, killedBecause: null };
      working.send(request);
    });
    unwatch();
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    return result;
  };
  return { run, end };
};

export type WarmChild = ReturnType<typeof createWarmChild>;
