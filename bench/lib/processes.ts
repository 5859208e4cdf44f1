import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const TICKS_PER_SECOND = 100;

/** CPU seconds that a process has used, its threads included. Linux only. */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
};

export const residentBytes = (pid: number): number => {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
};

export type RunningServer = {
  url: string;
  pid: number;
  child: ChildProcess;
  stop(): Promise<void>;
};

/** Starts a program that prints its address, and waits for it. */
export const startServer = (
  command: string[],
  options: { env?: Record<string, string>; address?: RegExp } = {},
): Promise<RunningServer> =>
  new Promise((resolve, reject) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`ended with ${code} before it listened:\n${printed}`)),
    );
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const url = (options.address ?? /https?:\/\/[\w.:[\]]+/).exec(printed)?.[0];
      if (!url || child.pid === undefined) return;
      resolve({ url, pid: child.pid, child, stop: () => stop(child) });
    });
  });

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

export type RunningDocent = RunningServer & { key: string; folder: string };

/** A Docent of its own, in a temporary data folder, with a key that may do everything. */
export const startDocent = async (
  env: Record<string, string> = {},
  documents: string[] = [],
): Promise<RunningDocent> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const server = await startServer(
    ['bin/docent', 'serve', ...documents, '--port', '0', '--data', folder],
    { env: { DOCENT_LOG_LEVEL: 'warn', ...env } },
  );
  const { stdout } = await promisify(execFile)('bin/docent', [
    'keys',
    'create',
    'bench',
    '--role=administrator',
    '--scopes=ask,knowledge:read,knowledge:write',
    `--data=${folder}`,
    '--json',
  ]);
  const { key } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { key: string };
  const end = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...server, key, folder, stop: end };
};
