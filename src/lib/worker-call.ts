import { parentPort } from 'node:worker_threads';
import { Problem, type ProblemDetails } from '../domain/problem.ts';
import { orAbort } from './deadline.ts';
import { largeMessages } from './large-messages.ts';
import { startThread, threadName, type Thread } from './thread.ts';

/** What a worker thread offers: functions of values that can be cloned. */
export type Methods = Record<string, (...args: never[]) => unknown>;

type CallOptions = { signal?: AbortSignal };

export type WorkerCalls<Offered extends Methods> = {
  /**
   * Rejects with what the method threw, at once with the signal's reason, or when the worker dies. What is long in the
   * arguments is read while it is sent: leave it alone meanwhile. Shorter calls overtake it.
   */
  call<Name extends keyof Offered & string>(
    method: Name,
    args: Parameters<Offered[Name]>,
    options?: CallOptions,
  ): Promise<Awaited<ReturnType<Offered[Name]>>>;
  /** Whether the thread is no more: calls reject, and another one has to be started. */
  ended(): boolean;
  /** Ends the thread; calls that are still open reject. */
  close(): Promise<void>;
};

type Thrown = {
  name: string;
  message: string;
  stack?: string;
  problem?: ProblemDetails;
  cause?: Thrown;
};
type Request = { id: number; method: string; args: never[] };
type Reply = { id: number; value: never } | { id: number; thrown: Thrown };
type Answer = { id: number; value: unknown } | { id: number; thrown: Thrown };

/** A cause is kept for the log; deeper than this nobody reads, and a circle would not end. */
const CAUSES = 3;

const pack = (thrown: unknown, depth = CAUSES): Thrown => {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  return {
    name: thrown.name,
    message: thrown.message,
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack }),
    ...(thrown instanceof Problem ? { problem: thrown.details } : {}),
    ...(thrown.cause === undefined || depth === 0 ? {} : { cause: pack(thrown.cause, depth - 1) }),
  };
};

const unpack = ({ name, message, stack, problem, cause }: Thrown): Error => {
  const options = cause === undefined ? {} : { cause: unpack(cause) };
  const error = problem
    ? new Problem(problem.code, problem.detail, { ...problem, ...options })
    : Object.assign(new Error(message, options), { name });
  if (stack !== undefined) error.stack = stack;
  return error;
};

/** In the worker: answers calls of `startWorker`, in the order they have arrived; async methods may overlap. */
export const serveCalls = (methods: Methods): void => {
  const port = parentPort;
  if (!port) throw new Error('serveCalls belongs into a worker thread');
  const answer = async ({ id, method, args }: Request) => {
    try {
      messages.send({ id, value: await methods[method]?.(...args) });
    } catch (thrown) {
      messages.send({ id, thrown: pack(thrown) });
    }
  };
  const messages = largeMessages<Answer, Request>(port, (request) => void answer(request));
};

const ahead = new Map<string, Thread>();

/** The next `startWorker` of this thread's file takes this one. */
export const takeOver = (thread: Thread): void => void ahead.set(thread.name, thread);

const threadOf = (url: URL): Thread => {
  const thread = ahead.get(threadName(url)) ?? startThread(url);
  ahead.delete(thread.name);
  return thread;
};

const ended = (cause?: unknown) =>
  new Problem('internal', 'A worker thread of the server has ended. Try again.', {
    cause,
    retryable: true,
  });

/**
 * Starts a worker thread and calls its methods. It keeps the process alive only while a call is open. `onDeath` is told
 * when it ends without being closed.
 *
 * @example startWorker<typeof methods>(new URL('./index-worker.ts', import.meta.url), { folder })
 */
export const startWorker = <Offered extends Methods>(
  url: URL,
  has: unknown,
  onDeath?: (problem: Problem) => void,
): WorkerCalls<Offered> => {
  const { worker, give } = threadOf(url);
  give(has);
  const open = new Map<
    number,
    { resolve: (value: never) => void; reject: (reason: Error) => void }
  >();
  let dead: Problem | null = null;
  let lastId = 0;

  const die = (problem: Problem) => {
    dead ??= problem;
    for (const { reject } of open.values()) reject(dead);
    open.clear();
  };
  let cause: unknown;
  worker.on('error', (thrown) => (cause = thrown));
  // Not before: until then it holds its files, and another one that is started would find them taken.
  worker.on('exit', () => {
    if (dead) return;
    const problem = ended(cause);
    die(problem);
    onDeath?.(problem);
  });
  const messages = largeMessages<Request, Reply>(worker, (reply) => {
    const waiting = open.get(reply.id);
    // Unawaited: it is being closed, which the process has to wait for.
    if (open.delete(reply.id) && open.size === 0) worker.unref();
    if ('thrown' in reply) waiting?.reject(unpack(reply.thrown));
    else waiting?.resolve(reply.value);
  });
  worker.unref(); // after the listeners: listening holds the process again

  return {
    async call<Name extends keyof Offered & string>(
      method: Name,
      args: Parameters<Offered[Name]>,
      { signal }: CallOptions = {},
    ): Promise<Awaited<ReturnType<Offered[Name]>>> {
      signal?.throwIfAborted();
      if (dead) throw dead;
      const id = (lastId += 1);
      messages.send({ id, method, args });
      if (open.size === 0) worker.ref();
      const reply = new Promise<Awaited<ReturnType<Offered[Name]>>>((resolve, reject) => {
        open.set(id, { resolve, reject });
      });
      return signal ? orAbort(reply, signal) : reply;
    },
    ended: () => dead !== null,
    async close() {
      die(new Problem('stopping', 'The server is stopping.'));
      await worker.terminate();
    },
  };
};
