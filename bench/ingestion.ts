import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiteParse } from '@llamaindex/liteparse';
import PdfKit from 'pdfkit';
import { openExtractor } from '../src/adapters/embedded/extraction/open-extractor.ts';
import { quietLogger } from '../testing/fakes/quiet-logger.ts';
import { openIngestingSystem } from '../testing/fixtures/ingesting-system.ts';
import { cpuWithChildren } from './lib/child-memory.ts';
import { median, report } from './lib/figures.ts';
import { synthesize } from './lib/synthesize.ts';

const SMALL_DOCUMENTS = 1000;
const LARGE_DOCUMENTS = 10;
const LARGE_BYTES = 2_000_000;
const CHAPTERS = 150;
const SECTIONS = 6;
const ROUNDS = 7;
const MB = 1_000_000;

export const run = async (): Promise<void> => {
  await smallDocuments();
  await largeDocuments();
  await longPdf();
};

/** From the upload of the first to the last one that is searched. */
const ingestAll = async (texts: readonly string[]): Promise<number> => {
  const system = await openIngestingSystem();
  await system.add('warm.txt', 'The first document starts the child process.');
  const start = performance.now();
  for (const [index, text] of texts.entries()) await system.upload(`notes-${index}.txt`, text);
  for (;;) {
    const { waiting, running } = await system.stores.jobs.counts();
    if (waiting + running === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const seconds = (performance.now() - start) / 1000;
  await system.close();
  return seconds;
};

const smallDocuments = async (): Promise<void> => {
  const { passage } = synthesize();
  const seconds = await ingestAll(Array.from({ length: SMALL_DOCUMENTS }, passage));
  const rate = SMALL_DOCUMENTS / seconds;
  report({
    name: 'small text documents, uploaded and searched',
    figure: `${rate.toFixed(0)} /s`,
    budget: { text: '≥ 110 /s', met: rate >= 110 },
    reference: 'AnythingLLM, measured elsewhere: 11 /s, with embedding',
  });
};

const largeDocuments = async (): Promise<void> => {
  const { passage } = synthesize();
  const texts = Array.from({ length: LARGE_DOCUMENTS }, () => {
    const paragraphs: string[] = [];
    for (let length = 0; length < LARGE_BYTES; length += paragraphs.at(-1)?.length ?? 0)
      paragraphs.push(passage());
    return paragraphs.join('\n\n');
  });
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / MB;
  const rate = megabytes / (await ingestAll(texts));
  report({
    name: 'text, analysed and indexed',
    figure: `${rate.toFixed(1)} MB/s`,
    budget: { text: '≥ 2.5 MB/s', met: rate >= 2.5 },
    reference: `${LARGE_DOCUMENTS} documents of ${LARGE_BYTES / MB} MB`,
  });
};

const bookOf = (chapters: number): Promise<Buffer> => {
  const { passage } = synthesize();
  const pdf = new PdfKit({ size: 'A4', margin: 72 });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (let chapter = 1; chapter <= chapters; chapter += 1) {
    if (chapter > 1) pdf.addPage();
    pdf.fontSize(22).text(`Chapter ${chapter}`).moveDown();
    for (let section = 1; section <= SECTIONS; section += 1) {
      pdf.font('Helvetica-Bold').fontSize(14).text(`Section ${section}`).moveDown(0.3);
      pdf.font('Helvetica').fontSize(11).text(passage()).moveDown();
    }
  }
  return new Promise((resolve) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.end();
  });
};

/** The library alone gives text, lines and blocks; ours adds order, ranges, checks and the way out of the child. */
const longPdf = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const path = join(folder, 'book.pdf');
  await writeFile(path, await bookOf(CHAPTERS));
  const extractor = openExtractor({ logger: quietLogger });
  const alone: number[] = [];
  const ours: number[] = [];
  const cpu = { alone: 0, ours: 0 };
  let pages = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const cpuBegan = cpuWithChildren();
    const began = performance.now();
    const parsed = await new LiteParse({
      ocrEnabled: false,
      keepHeadersFooters: true,
      extractBlocks: true,
      quiet: true,
    }).parse(path);
    const between = performance.now();
    const cpuBetween = cpuWithChildren();
    await extractor.extract({ path, name: 'book.pdf', signal: AbortSignal.timeout(60_000) });
    pages = parsed.pages.length;
    if (round === 0) continue;
    alone.push(between - began);
    ours.push(performance.now() - between);
    cpu.alone += cpuBetween - cpuBegan;
    cpu.ours += cpuWithChildren() - cpuBetween;
  }
  await extractor.close();
  await rm(folder, { recursive: true });
  const share = median(alone) / median(ours);
  report({
    name: `PDF of ${pages} pages, speed against the library alone`,
    figure: `${share.toFixed(2)} ×`,
    budget: { text: '≥ 0.8 ×', met: share >= 0.8 },
    reference: `${median(ours).toFixed(0)} ms, liteparse alone ${median(alone).toFixed(0)} ms`,
  });
  report({
    name: 'the same, by the time of the processor',
    figure: `${(cpu.alone / cpu.ours).toFixed(2)} ×`,

    reference: `${Math.round((cpu.ours / ROUNDS) * 1000)} ms, liteparse alone ${Math.round((cpu.alone / ROUNDS) * 1000)} ms`,
  });
};
