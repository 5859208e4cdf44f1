import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Block, ExtractedText, PlacedText } from '../src/domain/document.ts';
import { packPlaced } from '../src/domain/placed-text.ts';
import type { Extractor } from '../src/ports/extractor.ts';
import { anna, openIngestingSystem } from '../testing/fixtures/ingesting-system.ts';
import { report } from './lib/figures.ts';
import { delayOfIdleProcess } from './lib/idle-delay.ts';
import { synthesize } from './lib/synthesize.ts';

const PAGES = 2500;
const LINES = 60;
const BLOCK_LINES = 6;
const TICK_MS = 2;

/**
 * `npm run bench -- large-document`: event-loop delay while the 19 MB text of a PDF of 2,500 full pages is cut, saved,
 * indexed, and then opened; its reading, in a child process, is left out.
 */
export const run = async (): Promise<void> => {
  const extracted = pagesOfLines();
  const system = await openIngestingSystem({ extractor: readsAs(extracted) });
  const measured = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const delay = monitorEventLoopDelay({ resolution: TICK_MS });
    const longest = longestStep();
    delay.enable();
    await work();
    delay.disable();
    const p99 = delay.percentile(99) / 1e6 - TICK_MS;
    const processor = longest();
    report({
      name: `${name}: longest step, of the processor's time`,
      figure: `${processor.toFixed(1)} ms`,
      budget: { text: '≤ 20 ms', met: processor <= 20 },
      reference: `event-loop delay p99 ${p99.toFixed(1)} ms, longest ${(delay.max / 1e6 - TICK_MS).toFixed(1)} ms`,
    });
  };
  const { stores, knowledge, upload, settled } = system;
  let id = '';
  await measured('saving 19 MB of text', async () => {
    ({ id } = await settled((await upload('large.pdf', 'any bytes')).id));
  });
  const [version] = await stores.documents.currentVersions(id);
  await measured('opening it', () => knowledge.text(anna, version?.versionId ?? ''));
  const idle = await delayOfIdleProcess(3);
  report({ name: 'event-loop delay of an idle process, p99', figure: `${idle.toFixed(1)} ms` });
  await system.close();
};

/** What this thread worked between two ticks, at the most: others on the machine do not count. */
const longestStep = (): (() => number) => {
  const worked = () => process.threadCpuUsage().user + process.threadCpuUsage().system;
  let before = worked();
  let most = 0;
  const timer = setInterval(() => {
    const now = worked();
    most = Math.max(most, now - before);
    before = now;
  }, TICK_MS);
  return () => {
    clearInterval(timer);
    return most / 1000;
  };
};

const readsAs = (extracted: ExtractedText): Extractor => ({
  version: 'bench',
  extract: async () => ({
    outcome: 'extracted',
    format: 'pdf',
    mediaType: 'application/pdf',
    extracted,
    attachments: [],
  }),
  close: async () => undefined,
});

const pagesOfLines = (): ExtractedText => {
  const words = Array.from({ length: 300 }, synthesize({ vocabulary: 30_000 }).passage).join(' ');
  const lines: string[] = [];
  const blocks: Block[] = [];
  const placed: PlacedText[] = [];
  let at = 0;
  for (let page = 1; page <= PAGES; page += 1) {
    for (let line = 0; line < LINES; line += 1) {
      const from = (page * LINES + line) * 97;
      const text = `${words.slice(from % 100_000, (from % 100_000) + 124)}\n`;
      const [start, end] = [at, at + text.length];
      lines.push(text);
      placed.push({ start, end, page, left: 72, top: 72 + line * 11, width: 450, height: 10 });
      if (line % BLOCK_LINES === 0) blocks.push({ kind: 'paragraph', start, end, page });
      else Object.assign(blocks.at(-1) ?? {}, { end });
      at = end;
    }
  }
  return {
    text: lines.join(''),
    blocks,
    pages: PAGES,
    title: null,
    language: 'en',
    placed: packPlaced(placed),
    warnings: [],
    metadata: {},
    whole: true,
  };
};
