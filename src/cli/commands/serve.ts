import { stat } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { Docent } from '../../compose.ts';
import { signInLink } from '../../contracts/identity.ts';
import { Problem } from '../../domain/problem.ts';
import { isMissing } from '../../lib/files.ts';
import { exampleFolder } from '../../lib/program-folder.ts';
import type { Settings } from '../../settings/load.ts';
import { apiClient } from '../client.ts';
import { isSet, type Invocation, type Run } from '../command.ts';
import { examineSettings, requireSettings } from '../load-settings.ts';
import { exitCodes, say, type Terminal } from '../terminal.ts';

/** A folder that is not there may be on a disk that comes later: it is waited for, and said. */
const checkFolders = async (folders: readonly string[], terminal: Terminal): Promise<void> => {
  for (const folder of folders) {
    try {
      if ((await stat(folder)).isDirectory()) continue;
      throw new Problem('invalid-request', `${folder} is a file. Name the folder it is in.`);
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
      say(terminal.stderr, `There is no folder ${folder}. It is read as soon as it is there.`);
    }
  }
};

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;

/** Why the address cannot be listened on, and what helps. */
const addressProblem = (thrown: unknown, { port, host }: Settings['server']): unknown => {
  const reasons: Record<string, string> = {
    EADDRINUSE: `port ${port} is used by another program. Stop that one, or choose another port: --port ${port + 1}, or PORT=${port + 1}.`,
    EACCES: `port ${port} needs more rights than this user has. Choose one above 1023, for example --port 3000.`,
    EADDRNOTAVAIL: `this machine does not have the address ${host}. Choose one it has: --host 127.0.0.1, or HOST.`,
    ENOTFOUND: `nothing is known by the name ${host}. Choose an address of this machine: --host 127.0.0.1, or HOST.`,
  };
  const reason = reasons[String(codeOf(thrown))];
  return reason ? new Problem('conflict', reason, { cause: thrown }) : thrown;
};

const listen = async (docent: Docent, settings: Settings): Promise<string> => {
  try {
    return (await docent.listen()).url + settings.server.basePath;
  } catch (thrown) {
    throw addressProblem(thrown, settings.server);
  }
};

/** Few calm lines for a person who watches; the log tells more when it is asked to. */
const calmed = (settings: Settings, invocation: Invocation): Settings => {
  const untold = examineSettings(invocation).given['logs.level']?.source === 'default';
  const watched = invocation.terminal.stderr.isTerminal;
  return untold && watched ? { ...settings, logs: { level: 'warn' } } : settings;
};

const welcome = async (docent: Docent, url: string, terminal: Terminal): Promise<void> => {
  const fetch = (request: Request) => docent.fetch(request, 'operator');
  const basePath = new URL(url).pathname.replace(/\/$/, '');
  const client = apiClient({ fetch, close: docent.close }, { basePath, stop: terminal.stop });
  const link = await client.read(signInLink, '/api/v1/operator/sign-in-link', { method: 'POST' });
  const minutes = Math.round((link.expiresAt - Date.now()) / 60_000);
  const time = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  say(terminal.stdout, `Sign in:    ${link.url}`);
  say(terminal.stdout, `            (works once, for ${time}; docent sign-in-link makes another)`);
};

const untilStopped = (stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve(), { once: true });
  });

/** Serves until it is told to stop; then running answers have their time to end. */
export const run: Run = async (invocation) => {
  const { terminal, values } = invocation;
  const withExamples = values.length === 0 && isSet(invocation, 'examples');
  const folders = withExamples ? [exampleFolder()] : values;
  const settings = requireSettings(invocation);
  await checkFolders(folders, terminal);
  const { compose } = await import('../../compose.ts');
  const docent = await compose(calmed(settings, invocation), { log: terminal.stderr });
  try {
    const url = await listen(docent, settings);
    say(terminal.stdout, `Docent runs at ${url}`);
    await docent.start({ folders });
    await welcome(docent, url, terminal);
    await invocation.onReady();
    // Ten thousand readers take a fifth less memory with it. At the start it would do nothing but collect garbage,
    // and what V8 has compiled by now fits only a start with the same flags.
    setFlagsFromString('--heap-growing-percent=20');
    await untilStopped(terminal.stop);
    if (terminal.stderr.isTerminal) say(terminal.stderr, 'Stopping.');
  } finally {
    await docent.close();
  }
  return exitCodes.done;
};
