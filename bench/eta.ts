import PdfKit from 'pdfkit';
import { anna, openIngestingSystem } from '../testing/fixtures/ingesting-system.ts';
import { report } from './lib/figures.ts';
import { seeded } from './lib/random.ts';
import { synthesize } from './lib/synthesize.ts';

const DOCUMENTS = 1500;
/** Of the work, as the bytes of each kind cost. */
const ASKED_AT = [0.1, 0.2, 0.5] as const;
const LOOK_MS = 100;

type File = { name: string; bytes: Uint8Array };

const bySize = (one: File, other: File): number => one.bytes.length - other.bytes.length;
const kindOf = ({ name }: File): string => name.split('.').at(-1) ?? '';
const orders: Record<string, (files: File[]) => File[]> = {
  mixed: (files) => files,
  'small first': (files) => files.toSorted(bySize),
  'large first': (files) => files.toSorted(bySize).toReversed(),
  'by kind': (files) => files.toSorted((one, other) => kindOf(one).localeCompare(kindOf(other))),
};

/**
 * `npm run bench -- eta [ORDER …]`: how wrong the forecast is, over texts, tables, pages and PDF files of very different
 * sizes, in several orders.
 */
export const run = async (args: string[]): Promise<void> => {
  const files = await Array.fromAsync(mixedFiles(DOCUMENTS));
  for (const [name, order] of Object.entries(orders))
    if (args.length === 0 || args.includes(name)) await forecastOf(name, order(files));
};

const forecastOf = async (order: string, files: readonly File[]): Promise<void> => {
  const system = await openIngestingSystem({ uploadBytes: 100_000_000 });
  const { knowledge, upload } = system;
  await knowledge.ingestion.pause(anna, {});
  for (const { name, bytes } of files) await upload(name, bytes);
  await knowledge.ingestion.resume(anna, {});
  const start = performance.now();
  const said: { at: number; left: number | null; bytesDone: number; done: number }[] = [];
  for (;;) {
    const { total, state } = await knowledge.ingestion.overview(anna);
    const at = (performance.now() - start) / 1000;
    said.push({ at, left: total.secondsLeft, bytesDone: total.bytesDone, done: total.done });
    if (state === 'idle') break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  await system.close();
  const whole = said.at(-1)?.at ?? 0;
  for (const share of ASKED_AT) {
    const then = said.find(({ at }) => at >= whole * share);
    const left = whole - (then?.at ?? 0);
    const error = then?.left ? Math.abs(then.left - left) / left : Number.NaN;
    report({
      name: `${order}: error after ${share * 100} % of the work`,
      figure: `${(error * 100).toFixed(0)} %`,
      ...(share === 0.2 && { budget: { text: '≤ 30 %', met: error <= 0.3 } }),
      reference: `said ${then?.left} s, it took ${left.toFixed(1)} s; ${then?.done} of ${DOCUMENTS} documents were done`,
    });
  }
};

async function* mixedFiles(count: number): AsyncGenerator<File> {
  const { passage } = synthesize();
  const next = seeded(7);
  const textOf = (bytes: number): string => {
    const parts: string[] = [];
    for (let length = 0; length < bytes; length += parts.at(-1)?.length ?? 0) parts.push(passage());
    return parts.join('\n\n');
  };
  for (let number = 0; number < count; number += 1) {
    const bytes = 500 * 2 ** (next() * 10); // half a kilobyte to half a megabyte
    const kind = Math.floor(next() * 5);
    const name = `${number}.${['txt', 'md', 'csv', 'html', 'pdf'][kind]}`;
    const text = textOf(kind === 4 ? bytes / 10 : bytes);
    if (kind === 4) yield { name, bytes: await pdfOf(text) };
    else if (kind === 2) yield { name, bytes: Buffer.from(csvOf(text)) };
    else if (kind === 3)
      yield {
        name,
        bytes: Buffer.from(`<html><body><p>${text.replaceAll('\n\n', '</p><p>')}</p>`),
      };
    else yield { name, bytes: Buffer.from(text) };
  }
}

const csvOf = (text: string): string =>
  ['a,b', ...text.split('\n\n').map((part, row) => `${row},"${part.replaceAll('"', '')}"`)].join(
    '\n',
  );

const pdfOf = (text: string): Promise<Buffer> => {
  const pdf = new PdfKit({ size: 'A4', margin: 72 });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.fontSize(11).text(text);
  return new Promise((resolve) => {
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.end();
  });
};
