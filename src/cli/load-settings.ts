import { readFileSync } from 'node:fs';
import { Problem } from '../domain/problem.ts';
import { isMissing } from '../lib/files.ts';
import { loadSettings, type LoadedSettings, type Settings } from '../settings/load.ts';
import type { Invocation } from './command.ts';
import { say } from './terminal.ts';

const readFile = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (isMissing(thrown)) return null;
    throw thrown;
  }
};

const dashed = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

/** Settings of this call, with whatever is wrong with them. */
export const examineSettings = ({ terminal, options }: Invocation): LoadedSettings =>
  loadSettings({
    flags: Object.fromEntries(
      Object.entries(options).map(([name, value]) => [
        dashed(name),
        typeof value === 'string' ? value : undefined,
      ]),
    ),
    environment: terminal.environment,
    readFile,
  });

/** Settings of this call; with mistakes in them nothing starts. */
export const requireSettings = (invocation: Invocation): Settings => {
  const { settings, mistakes, warnings } = examineSettings(invocation);
  for (const warning of warnings) say(invocation.terminal.stderr, `Note: ${warning}`);
  if (settings) return settings;
  const lines = mistakes.map(({ wrong, fix }) => `\n  ${wrong} ${fix}`);
  throw new Problem('not-configured', `the settings need attention:${lines.join('')}`);
};
