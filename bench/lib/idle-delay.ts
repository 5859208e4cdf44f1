import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const program = (
  seconds: number,
): string => `const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 5 });
delay.enable();
setTimeout(() => console.log(delay.percentile(99) / 1e6 - 5), ${seconds} * 1_000);`;

/** Event-loop delay, p99 in ms, of a process that does nothing: what of a delay is the machine's. */
export const delayOfIdleProcess = async (seconds: number): Promise<number> =>
  Number((await promisify(execFile)(process.execPath, ['-e', program(seconds)])).stdout);
