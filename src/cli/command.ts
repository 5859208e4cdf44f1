import { Problem } from '../domain/problem.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** One call of a command: its positional arguments and its options by their long names. */
export type Invocation = {
  terminal: Terminal;
  values: readonly string[];
  options: Readonly<Record<string, unknown>>;
  /** To be called when the server answers, and everything that a start runs has run. */
  onReady(): Promise<void>;
};

export type Run = (invocation: Invocation) => Promise<ExitCode>;

/** A row of the list of commands. Its module is loaded when it is called, not before. */
export type Command = {
  /** Words and arguments: `documents show <id>`. */
  usage: string;
  summary: string;
  options?: readonly (readonly [flags: string, meaning: string, needed?: 'needed'])[];
  load: () => Promise<{ run: Run }>;
};

/** The option's text; undefined when it was not given. */
export const textOption = ({ options }: Invocation, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export const isSet = ({ options }: Invocation, name: string): boolean => options[name] === true;

/** The text of an option that the command's row calls needed. */
export const requiredOption = (invocation: Invocation, name: string): string => {
  const value = textOption(invocation, name);
  if (value === undefined) throw new Problem('invalid-request', `The option --${name} is missing.`);
  return value;
};
