import { rm } from 'node:fs/promises';
import { askFirstToken, firstMatch, untilReady } from './lib/api.ts';
import { corpusFolder } from './lib/corpus-folder.ts';
import { quantile, report } from './lib/figures.ts';
import { cpuSeconds, startDocent, startServer } from './lib/processes.ts';

const PASSAGES = Number(process.env['PASSAGES'] ?? 100_000);
const QUESTIONS = 100;
const AT_ONCE = 50;

const directly = async (upstream: string): Promise<number> => {
  const began = performance.now();
  const response = await fetch(`${upstream}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tokens-1', stream: true, messages: [] }),
  });
  return firstMatch(response, '"content":"word', began);
};

/** What retrieval over 100,000 passages and the turn around it add before the first word, against a direct call. */
export const run = async (): Promise<void> => {
  const corpus = await corpusFolder(PASSAGES);
  const upstream = await startServer([process.execPath, 'bench/lib/upstream.ts']);
  const docent = await startDocent(
    {
      OPENAI_BASE_URL: upstream.url,
      OPENAI_API_KEY: 'bench',
      DOCENT_MODEL: 'tokens-1',
      DOCENT_CACHE_MEMORY: '0', // questions come again here: what is measured is the search
    },
    [corpus.folder],
  );
  try {
    const began = performance.now();
    await untilReady(docent, corpus.files);
    report({
      name: `${PASSAGES} passages ingested`,
      figure: `${(corpus.bytes / 1e3 / (performance.now() - began)).toFixed(2)} MB/s`,
    });
    const questionAt = (place: number) => corpus.questions[place % corpus.questions.length] ?? '';
    for (let warm = 0; warm < 20; warm += 1) await askFirstToken(docent, questionAt(warm + 200));

    const alone = { ours: [] as number[], direct: [] as number[] };
    const cpuBefore = cpuSeconds(docent.pid);
    for (let place = 0; place < QUESTIONS; place += 1) {
      alone.ours.push(await askFirstToken(docent, questionAt(place)));
    }
    const cpu = ((cpuSeconds(docent.pid) - cpuBefore) * 1000) / QUESTIONS;
    for (let place = 0; place < QUESTIONS; place += 1)
      alone.direct.push(await directly(upstream.url));

    const together = { ours: [] as number[], direct: [] as number[] };
    for (let round = 0; round < 4; round += 1) {
      const asked = Array.from({ length: AT_ONCE }, (_, place) =>
        askFirstToken(docent, questionAt(round * AT_ONCE + place)),
      );
      together.ours.push(...(await Promise.all(asked)));
      together.direct.push(
        ...(await Promise.all(Array.from({ length: AT_ONCE }, () => directly(upstream.url)))),
      );
    }
    const added = quantile(alone.ours, 0.5) - quantile(alone.direct, 0.5);
    const addedTogether = quantile(together.ours, 0.5) - quantile(together.direct, 0.5);
    report({
      name: 'CPU of a whole turn (upper bound), 1 token',
      figure: `${cpu.toFixed(1)} ms`,
      budget: { text: '≤ 25 ms', met: cpu <= 25 },
      reference: 'AnythingLLM 145 ms, measured elsewhere',
    });
    report({
      name: 'added before the first token, alone, p50',
      figure: `${added.toFixed(1)} ms`,
      budget: { text: '≤ 30 ms', met: added <= 30 },
      reference: `direct ${quantile(alone.direct, 0.5).toFixed(1)} ms; AnythingLLM 91 ms, measured elsewhere`,
    });
    report({
      name: `added before the first token, ${AT_ONCE} at once, p50`,
      figure: `${addedTogether.toFixed(0)} ms`,
      budget: { text: '≤ 300 ms', met: addedTogether <= 300 },
      reference: `direct ${quantile(together.direct, 0.5).toFixed(0)} ms; AnythingLLM 6,900 ms, measured elsewhere`,
    });
  } finally {
    await docent.stop();
    await upstream.stop();
    await rm(corpus.folder, { recursive: true, force: true });
  }
};
