import { describe, expect, test } from 'vitest';
import { expectOrdered } from '../../../../testing/conformance/extractor.ts';
import { extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { line, pdf } from '../../../../testing/fixtures/files.ts';
import { drawn, scanned } from '../../../../testing/fixtures/pictures.ts';
import { readImage } from './image.ts';
import { findOcrData } from './ocr-data.ts';
import { readPdf } from './pdf.ts';
import { unpackPlaced } from '../../../domain/placed-text.ts';

const ocr = findOcrData({ languages: 'eng' });

const left = [
  'Everybody has thirty days of leave in',
  'a year, and interns have twenty. Ask',
  'your manager first, then write it down',
  'in the list that the office keeps, so',
  'that nobody has to look for you.',
];
const right = [
  'The canteen opens at noon, and guests',
  'pay a small fee at the counter. Soup',
  'is always free. Bring your own cup,',
  'because there are never enough, and',
  'leave your dog outside the door.',
];
const column = (lines: readonly string[], x: number) =>
  lines.map((text, index) => line(text, { x, y: 650 - index * 16 })).join('\n');
const page = [line('House rules', { size: 22 }), column(left, 60), column(right, 330)].join('\n');

test('without trained data a picture and a scan ask for it, and say how to get it', async () => {
  const png = await drawn(page);
  const asks = { outcome: 'needs-ocr', reason: expect.stringContaining('apt-get install') };
  expect(await readImage({ bytes: png })).toMatchObject(asks);
  expect(await readPdf({ bytes: await scanned([png]) })).toMatchObject(asks);
  expect(findOcrData({ tessdata: '/no/such/folder', languages: 'eng' })).toBeNull();
});

test('a scanned page among others is said when nobody can recognise it', async () => {
  const scan = 'q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u0080 EI Q';
  const bytes = pdf({ pages: [line('The first page has words.'), scan] });
  expect(extractedOf(await readPdf({ bytes }))).toMatchObject({
    whole: false,
    pages: 2,
    warnings: [{ code: 'page-not-read', page: 2 }],
  });
});

describe.runIf(ocr)('with trained data', () => {
  test('a picture: heading, columns one after the other, boxes in its own points', async () => {
    const extracted = extractedOf(await readImage({ bytes: await drawn(page), ocr }));
    expect(extracted.text).toContain(left.join(' '));
    expect(extracted.text).toContain(right.join(' '));
    expect(extracted).toMatchObject({ pages: 1, title: 'House rules', whole: true });
    expectOrdered(extracted);
    const heading = unpackPlaced(extracted.placed)[0];
    // 72 points from the left and 92 from the top, at 150 points an inch.
    expect(heading?.left).toBeGreaterThan(140);
    expect(heading?.left).toBeLessThan(160);
    expect(heading?.top).toBeGreaterThan(130);
    expect(heading?.top).toBeLessThan(200);
  });

  test('a scan that leans is read line by line, its boxes lean with it', async () => {
    const bytes = await scanned([await drawn(page, 200)], 2);
    const extracted = extractedOf(await readPdf({ bytes, ocr }));
    const letters = (text: string) => text.toLowerCase().replaceAll(/\s+/gu, '');
    for (const text of [left, right].map((lines) => lines.join(' ')))
      expect(letters(extracted.text)).toContain(letters(text));
    const boxes = unpackPlaced(extracted.placed).filter(({ start, end }) =>
      /Everybody|noon/u.test(extracted.text.slice(start, end)),
    );
    const [first, last] = [boxes[0]?.top ?? 0, boxes.at(-1)?.top ?? 0];
    expect(last - first).toBeGreaterThan(4);
  });

  test('only pages without text are recognised, and what is hard to read is said', async () => {
    const dots = Array.from(
      { length: 9000 },
      (_, index) => `${(index * 7919) % 612} ${(index * 104_729) % 792} 2 2 re f`,
    );
    const hard = await drawn(`${column(left, 60)}\n${dots.join('\n')}`, 60);
    const bytes = await scanned([await drawn(page), hard]);
    const extracted = extractedOf(await readPdf({ bytes, ocr }));
    expect(extracted.pages).toBe(2);
    expect(extracted.warnings.filter(({ code }) => code === 'uncertain-recognition')).toMatchObject(
      [{ page: 2 }],
    );
  });

  test('a language that is not there is never asked for', () => {
    expect(findOcrData({ languages: 'eng+xyz' })?.languages).toBe('eng');
    expect(findOcrData({ languages: 'xyz' })).toBeNull();
  });

  test('a damaged picture ends with a reason', async () => {
    const png = await drawn(page);
    expect(await readImage({ bytes: png.subarray(0, 3000), ocr })).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('damaged'),
    });
  });
});
