import { rm } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../testing/start-server.ts';
import { corpusFolder } from './lib/corpus-folder.ts';
import { report } from './lib/figures.ts';
import { delayOfIdleProcess } from './lib/idle-delay.ts';
import { startServer as startProgram } from './lib/processes.ts';

const PASSAGES = 60_000;
const SECONDS = 20;

/** Event-loop delay of the server process while it ingests and answers; the load comes from another process. */
export const run = async (): Promise<void> => {
  const corpus = await corpusFolder(PASSAGES);
  const upstream = await startProgram([process.execPath, 'bench/lib/upstream.ts']);
  const server = await startServer({
    serves: [corpus.folder],
    env: {
      OPENAI_BASE_URL: upstream.url,
      OPENAI_API_KEY: 'bench',
      DOCENT_MODEL: 'tokens-200-5',
      DOCENT_LOG_LEVEL: 'error',
    },
  });
  const { key } = await server.person();
  const load = await startProgram([process.execPath, 'bench/lib/askers.ts', server.url, key]);
  await pause(2_000);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const idle = await delayOfIdleProcess(SECONDS);
  delay.disable();
  const p99 = delay.percentile(99) / 1e6 - 5;
  report({
    name: 'event-loop delay, ingesting and answering, p99',
    figure: `${p99.toFixed(1)} ms`,
    budget: { text: '≤ 20 ms', met: p99 <= 20 },
    reference: `an idle process beside it ${idle.toFixed(1)} ms; largest ${(delay.max / 1e6 - 5).toFixed(1)} ms`,
  });
  await load.stop();
  await server.close();
  await upstream.stop();
  await rm(corpus.folder, { recursive: true, force: true });
};
