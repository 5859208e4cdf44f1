import { describe, expect, test } from 'vitest';
import { extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { line } from '../../../../testing/fixtures/files.ts';
import { drawn } from '../../../../testing/fixtures/pictures.ts';
import { bmp, gif, tiff, webp } from '../../../../testing/fixtures/raw-pictures.ts';
import { detectType } from './detect-type.ts';
import { readImage } from './image.ts';
import { findOcrData } from './ocr-data.ts';
import { type PagePicture, readPagePicture } from './page-picture.ts';
import { countTiffPages } from './tiff-pages.ts';

const ocr = findOcrData({ languages: 'eng' });
const white: PagePicture = { width: 3, height: 3, light: new Uint8Array(9).fill(255) };

const pictureOf = async (text: string): Promise<PagePicture> => {
  const picture = readPagePicture(await drawn(line(text, { size: 20 }), 100));
  if (!picture) throw new Error('the page was not drawn');
  return picture;
};

test.for([
  ['tiff', tiff([white])],
  ['bmp', bmp(white)],
  ['gif', gif],
  ['webp', webp],
] as const)('%s is known by its content and asks for trained data', async ([kind, bytes]) => {
  expect(await detectType(bytes, 'notes.txt')).toEqual({
    format: 'image',
    mediaType: `image/${kind}`,
  });
  expect(await readImage({ bytes })).toMatchObject({
    outcome: 'needs-ocr',
    reason: expect.stringContaining('apt-get install'),
  });
});

test('the pages of a TIFF are counted, whole or cut off; other pictures have one', () => {
  const three = tiff([white, white, white]);
  expect(countTiffPages(three)).toBe(3);
  expect(countTiffPages(three.subarray(0, three.length - 100))).toBe(2);
  expect(countTiffPages(tiff([white]))).toBe(1);
  expect(countTiffPages(bmp(white))).toBe(1);
});

test('a TIFF whose pages follow each other in a circle is counted to its end', () => {
  const two = tiff([white, white]);
  const second = two.readUInt32LE(8 + 2 + 9 * 12);
  two.writeUInt32LE(8, second + 2 + 9 * 12);
  expect(countTiffPages(two)).toBe(2);
});

describe.runIf(ocr)('with trained data', () => {
  test('of a TIFF the first page is read, and how many were not is said', async () => {
    const bytes = tiff([
      await pictureOf('Everybody has thirty days of leave'),
      await pictureOf('Nobody has to ask for more'),
    ]);
    const extracted = extractedOf(await readImage({ bytes, ocr }));
    expect(extracted).toMatchObject({
      text: 'Everybody has thirty days of leave',
      pages: 2,
      whole: false,
      warnings: [
        { code: 'part-not-read', reason: expect.stringContaining('first of the 2 pages') },
      ],
    });
  });

  test('a BMP is read, and a picture of nothing ends with a reason', async () => {
    const bytes = bmp(await pictureOf('Everybody has thirty days of leave'));
    expect(extractedOf(await readImage({ bytes, ocr }))).toMatchObject({
      text: 'Everybody has thirty days of leave',
      pages: 1,
      whole: true,
    });
    for (const empty of [gif, webp])
      expect(await readImage({ bytes: empty, ocr })).toMatchObject({
        outcome: 'failed',
        reason: expect.stringContaining('no text'),
      });
  });
});
