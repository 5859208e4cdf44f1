import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
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
  /** Whether it keeps this process alive: it should only while it works. */
  keepAlive(alive: boolean): void;
};

const STANDARD_ERROR_LIMIT = 2000;

/**
 * Starts a Node process that may read files and nothing else: no environment, no writing, no further processes, no
 * worker threads. Native addons are allowed and not bound by that: the caller's deadline and memory limit hold them.
 */
export const startChild = (entry: URL, options: ChildOptions): ChildProcess => {
  const child = spawn(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      '--allow-addons',
      '--disable-warning=PERM0001',
      `--max-old-space-size=${options.heapMegabytes}`,
      fileURLToPath(entry),
    ],
    { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' },
  );
  let standardError = '';
  let ended = false;
  const end = (reason: string) => {
    if (ended) return;
    ended = true;
    options.onEnd({ reason, standardError });
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
    keepAlive: (alive) => handles.forEach((handle) => (alive ? handle.ref() : handle.unref())),
  };
};

type Handle = { ref(): void; unref(): void };
const isHandle = (value: unknown): value is Handle =>
  typeof value === 'object' && value !== null && 'ref' in value && 'unref' in value;

/** Memory a process holds, in bytes; null where the system does not say (only Linux does) or when it is gone. */
export const residentBytes = async (pid: number): Promise<number | null> => {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
};
