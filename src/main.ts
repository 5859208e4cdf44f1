import { startDatabasesAhead } from './adapters/start-ahead.ts';
import { runBundle, type Bundle } from './lib/bundle.ts';

// Before everything else is loaded.
const serving = process.argv[2] === 'serve';
const databases = serving ? startDatabasesAhead() : null;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(1); // asked twice: whoever asks does not want to wait
    stop.abort(new Error(signal));
  });
}
// A reader that went away (`docent search … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const output = (stream: NodeJS.WriteStream) => ({
  write: (text: string) => stream.write(text),
  isTerminal: stream.isTTY,
});

const loadCli = async (): Promise<Bundle<typeof import('./cli/main.ts')>> =>
  import.meta.url.endsWith('.ts')
    ? { exports: await import('./cli/main.ts'), keep: async () => undefined }
    : runBundle(new URL('cli.cjs', import.meta.url), { name: serving ? 'server' : 'command' });

const { exports: cli, keep } = await loadCli();
const keepCompiled = (): Promise<void> =>
  keep().catch((thrown: unknown) => {
    process.stderr.write(`Note: the next start takes longer than it could: ${String(thrown)}\n`);
  });
process.exitCode = await cli.runCli(
  {
    argv: process.argv.slice(2),
    environment: process.env,
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    stop: stop.signal,
  },
  { databases, onReady: keepCompiled },
);
if (!serving) await keepCompiled();
