import { Command as Program, CommanderError } from 'commander';
import { toProblem } from '../domain/problem.ts';
import type { Thread } from '../lib/thread.ts';
import { takeOver } from '../lib/worker-call.ts';
import type { Command, Invocation } from './command.ts';
import { commands, groups } from './commands.ts';
import { exitCodes, say, type ExitCode, type Terminal } from './terminal.ts';

const common = [
  ['--data <folder>', 'Data folder, ./data when left out'],
  ['--json', 'Print the result as JSON, in the last line'],
] as const;

const newProgram = (name: string, { stdout, stderr }: Terminal): Program =>
  new Program(name)
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    })
    .helpOption('--help', 'Show this help');

/** `documents list` hangs below `documents`, which is made when its first command comes. */
const placeOf = (words: readonly string[], program: Program, terminal: Terminal): Program => {
  const [group, ...rest] = words;
  if (group === undefined || rest.length === 0) return program;
  const there = program.commands.find((command) => command.name() === group);
  if (there) return there;
  const made = newProgram(group, terminal)
    .description(groups[group] ?? '')
    .helpCommand(false);
  program.addCommand(made);
  return made;
};

type Call = { command: Command } & Pick<Invocation, 'values' | 'options'>;

/** What whoever starts a server has done before, and does when it is ready. */
type Start = { databases: Thread | null } & Pick<Invocation, 'onReady'>;
const plainStart: Start = { databases: null, onReady: async () => undefined };

const addCommand = (
  command: Command,
  {
    program,
    terminal,
    called,
  }: { program: Program; terminal: Terminal; called: (call: Call) => void },
): void => {
  const [, names = '', operands = ''] = /^([a-z-]+(?: [a-z-]+)?)(.*)$/.exec(command.usage) ?? [];
  const words = names.split(' ');
  const own = newProgram(words.at(-1) ?? names, terminal).description(command.summary);
  if (operands) own.arguments(operands.trim());
  for (const [flags, meaning, needed] of [...(command.options ?? []), ...common]) {
    if (needed) own.requiredOption(flags, meaning);
    else own.option(flags, meaning);
  }
  own.action((...given: unknown[]) => {
    const values = given
      .slice(0, -2)
      .flat()
      .filter((value) => typeof value === 'string');
    called({ command, values, options: own.opts() });
  });
  placeOf(words, program, terminal).addCommand(own);
};

/** What was asked for; or the exit code when that was help, or no command of ours. */
const parse = (terminal: Terminal): Call | ExitCode => {
  const calls: Call[] = [];
  const program = newProgram('docent', terminal)
    .description('Answers questions from your documents, and cites the exact passage.')
    .helpCommand(false);
  const [word] = terminal.argv;
  const named = commands.filter(({ usage }) => usage.split(' ', 1)[0] === word);
  for (const command of named.length > 0 ? named : commands) {
    addCommand(command, { program, terminal, called: (call) => calls.push(call) });
  }
  try {
    program.parse(terminal.argv, { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    return thrown.code === 'commander.helpDisplayed' ? exitCodes.done : exitCodes.usage;
  }
  return calls[0] ?? exitCodes.usage;
};

/**
 * Runs one command and gives its exit code: 0 done, 1 failed, 2 not understood, 3 some documents failed.
 *
 * @example process.exitCode = await runCli({ argv: ['search', 'leave'], … })
 */
export const runCli = async (
  terminal: Terminal,
  { databases, onReady }: Start = plainStart,
): Promise<ExitCode> => {
  if (databases) takeOver(databases);
  const call = parse(terminal);
  if (typeof call === 'number') return call;
  // What a command waits for may be timers and threads that keep no process alive by themselves.
  const alive = setInterval(() => undefined, 60_000);
  try {
    const { run } = await call.command.load();
    return await run({ terminal, onReady, values: call.values, options: call.options });
  } catch (thrown) {
    return tell(thrown, terminal);
  } finally {
    clearInterval(alive);
  }
};

/** One line says what went wrong; the whole story only where it is our fault. */
const tell = (thrown: unknown, terminal: Terminal): ExitCode => {
  if (terminal.stop.aborted) {
    say(terminal.stderr, 'Stopped.');
    return exitCodes.failed;
  }
  const problem = toProblem(thrown);
  if (problem.code === 'internal') {
    say(terminal.stderr, `docent: this is our fault, not yours.\n${traceOf(thrown)}`);
  } else say(terminal.stderr, `docent: ${problem.detail}`);
  return exitCodes.failed;
};

const traceOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
