import { describe, expect, test } from 'vitest';
import { extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { line } from '../../../../testing/fixtures/files.ts';
import { drawn } from '../../../../testing/fixtures/pictures.ts';
import { bmp, gif, tiff, webp } from '../../../../testing/fixtures/raw-pictures.ts';
import { detectType } from './detect-type.ts';
import { readImage } from './image.ts';
import { unpackPlaced } from '../../../domain/placed-text.ts';
import { freshReading } from './long-reading.ts';
import { findOcrData } from './ocr-data.ts';
import { type PagePicture, readPagePicture } from './page-picture.ts';
import { placesOfTiffPages } from './tiff-pages.ts';

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

test('the pages of a TIFF are found, whole or cut off; other pictures have none', () => {
  const three = tiff([white, white, white]);
  expect(placesOfTiffPages(three)).toHaveLength(3);
  expect(placesOfTiffPages(three.subarray(0, three.length - 100))).toHaveLength(2);
  expect(placesOfTiffPages(bmp(white))).toEqual([]);
});

test('a TIFF whose pages follow each other in a circle ends', () => {
  const two = tiff([white, white]);
  const second = two.readUInt32LE(8 + 2 + 9 * 12);
  two.writeUInt32LE(8, second + 2 + 9 * 12);
  expect(placesOfTiffPages(two)).toHaveLength(2);
});

describe.runIf(ocr)('with trained data', () => {
  test('of a TIFF every page is read; one that is damaged costs itself, and is said', async () => {
    const pages = await Promise.all(
      ['Everybody has thirty days of leave', 'Nobody reads this', 'Interns have twenty days'].map(
        pictureOf,
      ),
    );
    const bytes = tiff(pages);
    // The second page claims to be packed in a way that does not exist.
    const second = bytes.readUInt32LE(8 + 2 + 9 * 12);
    bytes.writeUInt16LE(0x7777, second + 2 + 3 * 12 + 8);
    const saved: Uint8Array[] = [];
    const steps = { ...freshReading(), save: (piece: Uint8Array) => void saved.push(piece) };
    const extracted = extractedOf(await readImage({ bytes, ocr, steps }));
    expect(extracted).toMatchObject({
      text: 'Everybody has thirty days of leave\n\nInterns have twenty days',
      blocks: [{ page: 1 }, { page: 3 }],
      pages: 3,
      whole: false,
      warnings: [{ code: 'page-not-read', page: 2 }],
    });
    const places = unpackPlaced(extracted.placed);
    expect(places.at(0)?.left).toBe(places.at(-1)?.left);
    const resumed = await readImage({ bytes, ocr, steps: { ...freshReading(), pieces: saved } });
    expect(extractedOf(resumed)).toEqual(extracted);
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
