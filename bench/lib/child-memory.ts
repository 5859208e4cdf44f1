import { readFileSync, readdirSync } from 'node:fs';
import { cpuSeconds } from './processes.ts';

const EVERY_MS = 10;

/** The most memory that the child processes of this one, and theirs, have held together. Linux only. */
export const watchChildren = () => {
  let most = 0;
  const measure = () => {
    const held = descendants(process.pid).map(mostHeld);
    most = Math.max(
      most,
      held.reduce((sum, bytes) => sum + bytes, 0),
    );
  };
  const timer = setInterval(measure, EVERY_MS);
  return {
    stop: (): number => {
      measure();
      clearInterval(timer);
      return most;
    },
  };
};

/** CPU seconds of this process and of all that it has started and that still run. */
export const cpuWithChildren = (): number =>
  [process.pid, ...descendants(process.pid)].reduce((sum, pid) => sum + cpuSeconds(pid), 0);

/** A process may end while it is looked at. */
const fileOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const tasksOf = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

const descendants = (pid: number): number[] =>
  tasksOf(pid)
    .flatMap((task) => fileOf(`/proc/${pid}/task/${task}/children`).match(/\d+/gu) ?? [])
    .map(Number)
    .flatMap((child) => [child, ...descendants(child)]);

const mostHeld = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(fileOf(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
