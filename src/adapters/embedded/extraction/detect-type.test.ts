import { expect, test } from 'vitest';
import { detectType } from './detect-type.ts';

const formatOf = async (text: string, name = 'x.txt') =>
  (await detectType(Buffer.from(text), name)).format;

test('a page is known by its start, also below comments', async () => {
  expect(await formatOf('<?xml version="1.0"?>\n<!-- a -> b --><!---->\n <html><p>x')).toBe('html');
  expect(await formatOf('<!-- a --> only a remark')).toBe('text');
  expect(await formatOf('<!-- never closed <html>')).toBe('text');
});

test('a row of comments is read once, not in each way it could be taken apart', async () => {
  expect(await formatOf(`${'<!---->'.repeat(1000)}x`)).toBe('text');
});

test('a TIFF is one whose pages are described behind its points', async () => {
  const bytes = Buffer.alloc(20_000);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(19_000, 4);
  expect((await detectType(bytes, 'scan.tif')).mediaType).toBe('image/tiff');
});

test('what Outlook packed is refused with what to do', async () => {
  const bytes = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0, 0, 1, 2]);
  expect(await detectType(bytes, 'winmail.dat')).toMatchObject({
    mediaType: 'application/ms-tnef',
    reason: expect.stringContaining('as HTML or plain text'),
  });
});
