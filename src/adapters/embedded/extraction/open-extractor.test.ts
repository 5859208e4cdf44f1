import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { extractorConformance } from '../../../../testing/conformance/extractor.ts';
import { quietLogger } from '../../../../testing/fakes/quiet-logger.ts';
import { docx, temporaryFiles } from '../../../../testing/fixtures/files.ts';
import type { Extractor } from '../../../ports/extractor.ts';
import { type ExtractorOptions, openExtractor } from './open-extractor.ts';
import { patient } from '../../../../testing/patient.ts';

describe('the extractor in child processes', () => {
  extractorConformance(async () => {
    const extractor = openExtractor({ logger: quietLogger });
    return { extractor, close: () => extractor.close() };
  });
});

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const start = async (options: Partial<ExtractorOptions> = {}) => {
  const extractor: Extractor = openExtractor({ logger: quietLogger, ...options });
  const files = await temporaryFiles();
  opened.push(extractor, { close: files.remove });
  const extract = async (bytes: string | Uint8Array, name = 'a') =>
    extractor.extract({
      path: await files.write(bytes),
      name,
      signal: patient(),
    });
  return { extractor, files, extract };
};

/** Many rows of one long value: much work, little memory. */
const slow = Buffer.from(`a,b\n${'x,"y z"\n'.repeat(8_000_000)}`);

test('what takes too long is killed, and the next file is read', async () => {
  // Of the processor's time, however busy the machine is.
  const { extract } = await start({ deadlineMs: 2000, memoryBytes: 8_000_000_000 });
  expect(await extract(slow, 'slow.csv')).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('took longer than'),
  });
  expect(await extract('Still here.')).toMatchObject({ outcome: 'extracted' });
});

test.runIf(existsSync('/proc/self/status'))(
  'what needs too much memory is killed, and the next file is read',
  async () => {
    const { extract } = await start({ memoryBytes: 150_000_000 });
    const result = await extract(Buffer.alloc(90_000_000, 'word '), 'large.txt');
    expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('memory') });
    expect(await extract('Still here.')).toMatchObject({ outcome: 'extracted' });
  },
);

test('an abort in the middle stops the reading at once', async () => {
  const { extractor, files, extract } = await start();
  const wanted = new AbortController();
  const path = await files.write(slow);
  const reading = extractor.extract({ path, name: 'slow.csv', signal: wanted.signal });
  setTimeout(() => wanted.abort(new Error('not wanted any more')), 100);
  await expect(reading).rejects.toThrow('not wanted any more');
  expect(await extract('Still here.')).toMatchObject({ outcome: 'extracted' });
});

test('files wait for a free child and all are read', async () => {
  const { extract } = await start({ children: 2 });
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, index) => extract(`Number ${index}`)),
  );
  expect(results.map((result) => result.outcome === 'extracted' && result.extracted.text)).toEqual(
    Array.from({ length: 12 }, (_, index) => `Number ${index}`),
  );
});

/** The processes that this one has started and that still run. */
const children = async (): Promise<string[]> => {
  const tasks = await readdir('/proc/self/task');
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/self/task/${task}/children`, 'utf8')),
  );
  return lists.join(' ').match(/\d+/gu) ?? [];
};

test.runIf(existsSync('/proc/self/task'))(
  'a child that was idle for long is gone, and a new one reads the next file',
  async () => {
    const { extract } = await start({ idleMs: 1_500 });
    const before = await children();
    const reading = extract('One.');
    const started = async () => (await children()).filter((child) => !before.includes(child));
    await expect.poll(started, { interval: 5 }).toHaveLength(1);
    expect(await reading).toMatchObject({ outcome: 'extracted' });
    await expect.poll(started).toEqual([]);
    expect(await extract('Two.')).toMatchObject({ outcome: 'extracted' });
  },
);

test.runIf(existsSync('/proc/self/task'))(
  'of two files that need too much memory together one waits, and both are read',
  async () => {
    const { extract } = await start({ children: 2, memoryBytes: 320_000_000 });
    const before = await children();
    const started = new Set<string>();
    const look = async () => {
      for (const child of await children()) if (!before.includes(child)) started.add(child);
    };
    const watching = setInterval(() => {
      look().catch(() => undefined); // a thread ended while it was looked at: the next look sees the rest
    }, 20);
    // Reading it takes up to 240 MB.
    const large = Buffer.alloc(10_000_000, 'Many words stand here.\n\n');
    const results = await Promise.all([extract(large, 'a.txt'), extract(large, 'b.txt')]);
    clearInterval(watching);
    expect(results).toMatchObject([{ outcome: 'extracted' }, { outcome: 'extracted' }]);
    const left = await children();
    expect([...started].filter((child) => !left.includes(child))).not.toEqual([]);
  },
);

test.runIf(existsSync('/proc/self/status'))(
  'a page that unpacks without end behind other filters is stopped before it takes all memory',
  async () => {
    const packed = deflateSync(
      Buffer.alloc(150_000_000, 'BT /F1 12 Tf 72 700 Td (no end) Tj ET '),
    ).toString('hex');
    const file = [
      '%PDF-1.4',
      '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj',
      '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj',
      '3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >> endobj',
      `4 0 obj << /Filter [/ASCIIHexDecode /FlateDecode] /Length ${packed.length + 1} >>`,
      `stream\n${packed}>\nendstream endobj`,
      'trailer << /Root 1 0 R >>',
    ].join('\n');
    const { extract } = await start({ memoryBytes: 200_000_000, children: 1 });
    expect(await extract(Buffer.from(file, 'latin1'))).toMatchObject({ outcome: 'failed' });
    expect(await extract('Still here.')).toMatchObject({ outcome: 'extracted' });
  },
);

test('a file that would unpack to far more than its size is not opened', async () => {
  const { extract } = await start();
  expect(await extract(docx('', 900_000_000))).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('unpacks'),
  });
});
