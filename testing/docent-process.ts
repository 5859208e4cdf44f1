import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';

export type DocentProcess = {
  url: string;
  child: ChildProcess;
  ended: Promise<void>;
  /** All that it has printed so far. */
  printed: () => string;
};

const ADDRESS = /https?:\/\/[\w.:[\]]+/;

/** `bin/docent serve` as a process of its own, once it has printed its address. */
export const startProcess = (
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<DocentProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn('bin/docent', ['serve', '--port', '0', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const ended = new Promise<void>((end) => child.once('exit', () => end()));
    void ended.then(() => reject(new Error(`docent serve ended:\n${printed}`)));
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const url = ADDRESS.exec(printed)?.[0];
      if (url) resolve({ url, child, ended, printed: () => printed });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });

/** A command of the command line, with what it printed; its exit code does not throw. */
export const runDocent = async (
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<{ code: number; stdout: string; stderr: string }> => {
  try {
    const running = promisify(execFile)('bin/docent', args, { env: { ...process.env, ...env } });
    running.child.stdin?.end(input);
    const { stdout, stderr } = await running;
    return { code: 0, stdout, stderr };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
};

/** The JSON in the last line of what a command with `--json` printed. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the command
export const lastJson = <Value>(stdout: string): Value =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Value;
