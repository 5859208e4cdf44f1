import { startDatabasesAhead } from './adapters/start-ahead.ts';

// Before everything else is loaded.
const databases = process.argv[2] === 'serve' ? startDatabasesAhead() : null;

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

const { runCli } = await import('./cli/main.ts');
process.exitCode = await runCli(
  {
    argv: process.argv.slice(2),
    environment: process.env,
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    stop: stop.signal,
  },
  databases,
);
