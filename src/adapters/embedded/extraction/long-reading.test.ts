import { afterEach, expect, test } from 'vitest';
import { expectOrdered } from '../../../../testing/conformance/extractor.ts';
import { quietLogger } from '../../../../testing/fakes/quiet-logger.ts';
import { extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { line, pdf, temporaryFiles } from '../../../../testing/fixtures/files.ts';
import { drawn, scanned } from '../../../../testing/fixtures/pictures.ts';
import type { Checkpoints, ExtractionRequest } from '../../../ports/extractor.ts';
import { findOcrData } from './ocr-data.ts';
import { type ExtractorOptions, openExtractor } from './open-extractor.ts';
import { patient } from '../../../../testing/patient.ts';

const PAGES = 330;
/** Two more than are saved together. */
const SCANNED = 12;
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const start = async (bytes: Uint8Array, options: Partial<ExtractorOptions> = {}) => {
  const extractor = openExtractor({ logger: quietLogger, ...options });
  const files = await temporaryFiles();
  opened.push(extractor, { close: files.remove });
  const path = await files.write(bytes);
  return (request: Partial<ExtractionRequest> = {}) =>
    extractor.extract({ path, name: 'long.pdf', signal: patient(), ...request });
};

/** Every page has a heading, a running header and a paragraph that goes on to the next page. */
const book = (count: number): Buffer =>
  pdf({
    pages: Array.from({ length: count }, (_, index) =>
      [
        line('Handbook of everything', { y: 770, size: 9 }),
        ...(index % 7 === 0 ? [line(`Chapter ${index / 7 + 1}`, { y: 720, size: 20 })] : []),
        line(`Rule ${index + 1} says that part-timers have ${index % 30} days and`, { y: 650 }),
        line('nobody has to ask for more than those part-', { y: 636 }),
        line('timers who asked before.', { y: 622 }),
        line(String(index + 1), { x: 300, y: 20, size: 9 }),
      ].join('\n'),
    ),
  });

/** Keeps pieces as a store would, in memory. */
const keeper = (pieces: Uint8Array[], onSave: (count: number) => void = () => undefined) =>
  ({
    async *load() {
      yield* pieces.slice();
    },
    save: async (piece) => {
      pieces.push(piece);
      onSave(pieces.length);
    },
  }) satisfies Checkpoints;

test('a long reading that was cut short goes on behind the last piece, to the same end', async () => {
  const extract = await start(book(PAGES));
  const whole = await extract();
  expect(extractedOf(whole)).toMatchObject({ pages: PAGES, whole: true, warnings: [] });
  expectOrdered(extractedOf(whole));
  const pieces: Uint8Array[] = [];
  const killed = new AbortController();
  const stop = (count: number) => count === 2 && killed.abort(new Error('the server is gone'));
  await expect(
    extract({ checkpoints: keeper(pieces, stop), signal: killed.signal }),
  ).rejects.toThrow('the server is gone');
  expect(pieces).toHaveLength(2);
  const progress: number[] = [];
  const resumed = await extract({
    checkpoints: keeper(pieces),
    onProgress: (done, total) => {
      expect(total).toBe(PAGES);
      progress.push(done);
    },
  });
  expect(resumed).toEqual(whole);
  expect(progress[0]).toBeGreaterThan(200);
  expect(progress.at(-1)).toBe(PAGES);
});

test.runIf(findOcrData({ languages: 'eng' }))(
  'a scan that was cut short goes on behind the last pages that were recognised and saved',
  async () => {
    const sentences = Array.from(
      { length: SCANNED },
      (_, index) => `Rule ${index + 1} says that dogs stay outside`,
    );
    const pictures = await Promise.all(
      sentences.map((text) => drawn(line(text, { size: 24 }), 100)),
    );
    const extract = await start(await scanned(pictures));
    const pieces: Uint8Array[] = [];
    const killed = new AbortController();
    await expect(
      extract({
        checkpoints: keeper(pieces, () => killed.abort(new Error('the server is gone'))),
        signal: killed.signal,
      }),
    ).rejects.toThrow('the server is gone');
    expect(pieces).toHaveLength(1);
    const progress: number[] = [];
    const resumed = await extract({
      checkpoints: keeper(pieces),
      onProgress: (done) => progress.push(done),
    });
    // Nothing of the first piece is recognised or saved again.
    expect(progress).toEqual([SCANNED]);
    expect(extractedOf(resumed)).toMatchObject({ pages: SCANNED, whole: true, warnings: [] });
    expect(extractedOf(resumed).text.split('\n\n')).toEqual(sentences);
    expectOrdered(extractedOf(resumed));
  },
);

test('running headers and page numbers go, wherever the windows of a reading end', async () => {
  const extract = await start(book(PAGES));
  const { text } = extractedOf(await extract());
  expect(text).not.toContain('Handbook of everything');
  expect(text.match(/Chapter \d+/gu)).toHaveLength(Math.ceil(PAGES / 7));
  expect(text.match(/those part-timers who asked before/gu)).toHaveLength(PAGES);
});

test('a store that cannot save ends the reading with its reason', async () => {
  const extract = await start(book(PAGES));
  const full: Checkpoints = {
    load: keeper([]).load,
    save: () => Promise.reject(new Error('the disk is full')),
  };
  await expect(extract({ checkpoints: full })).rejects.toThrow('the disk is full');
});

test('a page that never ends is left out and said, the others are read', async () => {
  const pages = Array.from({ length: 12 }, (_, index) => line(`Page ${index + 1} has words.`));
  pages[6] = `BT /F1 1 Tf ${'1 0 0 1 5 5 Tm (abcdefghij) Tj '.repeat(2_000_000)} ET`;
  const extract = await start(pdf({ pages }), { deadlineMs: 2000, memoryBytes: 400_000_000 });
  const extracted = extractedOf(await extract());
  expect(extracted.warnings).toMatchObject([{ code: 'page-not-read', page: 7 }]);
  expect(extracted.whole).toBe(false);
  expect(extracted.text.match(/Page \d+ has words/gu)).toHaveLength(11);
});
