import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ChildOptions = {
  heapMegabytes: number;
  onMessage: (message: unknown) => void;
  /** Once, however it ended. `standardError` is the first 2,000 characters of it. */
  onEnd: (end: { reason: string; standardError: string }) => void;
};

export type ChildProcess = {
  pid: number;
  send(message: object): void;
  /** At once and for certain; `onEnd` follows. */
  kill(): void;
  /** Resolves when it has ended and what it put down is removed. */
  ended: Promise<void>;
  /** Whether it keeps this process alive: it should only while it works. */
  keepAlive(alive: boolean): void;
};

const STANDARD_ERROR_LIMIT = 2000;
/** Larger would be a little faster, and hold more for longer. So would an arena of memory for each thread. */
const YOUNG_MEGABYTES = 8;

/**
 * Starts a Node process that may read files and nothing else: no environment, no writing, no further processes, no
 * worker threads; and no network, when its program begins with `no-network.ts`. Native addons are allowed and not bound by that: the caller's deadline and memory limit hold them,
 * and what they put down for a moment goes to a folder of their own, removed when the process ends.
 */
export const startChild = (entry: URL, options: ChildOptions): ChildProcess => {
  const scratch = mkdtempSync(join(tmpdir(), 'docent-child-'));
  const child = spawn(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      '--allow-addons',
      '--disable-warning=PERM0001',
      `--max-old-space-size=${options.heapMegabytes}`,
      `--max-semi-space-size=${YOUNG_MEGABYTES}`,
      fileURLToPath(entry),
    ],
    {
      env: { TMPDIR: scratch, MALLOC_ARENA_MAX: '2' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    },
  );
  const gone = Promise.withResolvers<void>();
  gone.promise.catch(() => undefined); // whoever waits for it sees it
  let standardError = '';
  let ended = false;
  const end = (reason: string) => {
    if (ended) return;
    ended = true;
    options.onEnd({ reason, standardError });
    gone.resolve(rm(scratch, { recursive: true, force: true }));
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    standardError = (standardError + text).slice(0, STANDARD_ERROR_LIMIT);
  });
  child.on('error', (error) => end(error.message));
  child.on('close', (code, signal) => end(signal ?? `exit code ${code}`));
  child.on('message', options.onMessage);
  const candidates: unknown[] = [child, child.channel, child.stderr];
  const handles = candidates.filter(isHandle);
  return {
    pid: child.pid ?? 0,
    // A failure to send means that the child is gone, which `onEnd` says.
    send: (message) => void child.send(message, () => undefined),
    kill: () => void child.kill('SIGKILL'),
    ended: gone.promise,
    keepAlive: (alive) => handles.forEach((handle) => (alive ? handle.ref() : handle.unref())),
  };
};

type Handle = { ref(): void; unref(): void };
const isHandle = (value: unknown): value is Handle =>
  typeof value === 'object' && value !== null && 'ref' in value && 'unref' in value;

const TICK_MS = 10;
/** Its own and its children's, at the programs' and at the system's work. */
const FIRST_TIME = 11;
const TIMES = 4;

/**
 * Time of the processor that a process has used in all its threads, and the processes it started and that have ended,
 * in milliseconds; null when it is gone, or where no system tells.
 */
export const processorMs = (pid: number): number | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Its name stands before, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const times = fields.slice(FIRST_TIME, FIRST_TIME + TIMES);
    return times.reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS;
  } catch {
    return null;
  }
};

/** Memory that a process and all it started hold, in bytes; 0 when it is gone. */
export const residentBytes = async (pid: number): Promise<number> =>
  process.platform === 'linux' ? residentOfTree(pid) : residentByPs(pid);

const residentOfTree = async (pid: number): Promise<number> => {
  const status = await readOrEmpty(`/proc/${pid}/status`);
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  const children = await Promise.all((await childrenOf(pid)).map(residentOfTree));
  return children.reduce((sum, bytes) => sum + bytes, kilobytes * 1024);
};

/** Every thread may have started some. */
const childrenOf = async (pid: number): Promise<number[]> => {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readOrEmpty(`/proc/${pid}/task/${thread}/children`)),
  );
  return lists.flatMap((list) => (list.match(/\d+/gu) ?? []).map(Number));
};

/** A process may end between two looks. */
const readOrEmpty = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

const residentByPs = async (pid: number): Promise<number> => {
  const rows = await new Promise<string>((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid=,rss='], (_, output) => resolve(output));
  });
  const processes = rows.split('\n').map((row) => row.trim().split(/\s+/u).map(Number));
  const sum = (root: number): number =>
    processes.reduce(
      (bytes, [own, parent, kilobytes = 0]) =>
        bytes + (own === root ? kilobytes * 1024 : parent === root && own ? sum(own) : 0),
      0,
    );
  return sum(pid);
};
