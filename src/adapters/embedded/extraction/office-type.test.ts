import { CFB, utils, write } from '@e965/xlsx';
import officeCrypto from 'officecrypto-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksOf, extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { quietLogger } from '../../../../testing/fakes/quiet-logger.ts';
import { temporaryFiles, zip } from '../../../../testing/fixtures/files.ts';
import {
  book,
  openDocument,
  packageOf,
  presentation,
  wordFile,
} from '../../../../testing/fixtures/office-files.ts';
import { openExtractor } from './open-extractor.ts';
import { patient } from '../../../../testing/patient.ts';

const extractor = openExtractor({ logger: quietLogger });
let files: Awaited<ReturnType<typeof temporaryFiles>>;
beforeAll(async () => {
  files = await temporaryFiles();
});
afterAll(async () => {
  await extractor.close();
  await files.remove();
});

const extract = async (bytes: Uint8Array, password?: string) =>
  extractor.extract({
    signal: patient(),
    path: await files.write(bytes),
    name: 'a.txt',
    ...(password !== undefined && { password }),
  });

const workbook = (bookType: 'xlsx' | 'biff8' | 'ods'): Buffer => {
  const whole = utils.book_new();
  utils.book_append_sheet(whole, utils.aoa_to_sheet([['Thirty days.']]), 'Leave');
  return write(whole, { type: 'buffer', bookType });
};

const word = wordFile({ body: '<w:p><w:r><w:t>Thirty days.</w:t></w:r></w:p>' });

test.each([
  ['docx', word],
  ['pptx', presentation([{ title: 'Thirty days.' }])],
  ['xlsx', workbook('xlsx')],
  ['xls', workbook('biff8')],
  ['odt', openDocument('text', '<text:p>Thirty days.</text:p>')],
  ['ods', workbook('ods')],
  ['epub', book(['<p>Thirty days.</p>'])],
  ['rtf', Buffer.from(String.raw`{\rtf1\ansi Thirty days.\par}`)],
])('%s is known by its content, whatever its name', async (format, bytes) => {
  const result = await extract(bytes);
  expect(result).toMatchObject({ outcome: 'extracted', format });
  expect(extractedOf(result).text).toContain('Thirty days.');
});

test.each([
  ['docx', word, 'agile'],
  ['xlsx', workbook('xlsx'), 'standard'],
])(
  'an encrypted %s asks for its password, and is read with the right one',
  async (format, bytes, way) => {
    const encrypted = officeCrypto.encrypt(bytes, {
      password: 'open sesame',
      ...(way === 'standard' && { type: 'standard' }),
    });
    expect(await extract(encrypted)).toMatchObject({
      outcome: 'needs-password',
      reason: expect.stringContaining('encrypted'),
    });
    expect(await extract(encrypted, 'guess')).toMatchObject({
      outcome: 'needs-password',
      reason: expect.stringContaining('wrong'),
    });
    const opened = await extract(encrypted, 'open sesame');
    expect(opened).toMatchObject({ format });
    expect(extractedOf(opened).text).toContain('Thirty days.');
  },
);

const compound = (streams: Record<string, Buffer>): Buffer => {
  const container = CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams))
    CFB.utils.cfb_add(container, name, content);
  const bytes: unknown = CFB.write(container, { type: 'buffer' });
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
};

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

test('an Outlook message says who wrote what to whom', async () => {
  const result = await extract(
    compound({
      '/__properties_version1.0': Buffer.alloc(32),
      '/__substg1.0_0037001F': utf16('Leave'),
      '/__substg1.0_0C1A001F': utf16('Maya Okafor'),
      '/__substg1.0_1000001F': utf16('Thirty days.\r\n\r\nSee you.'),
    }),
  );
  expect(result).toMatchObject({ format: 'msg', mediaType: 'application/vnd.ms-outlook' });
  expect(extractedOf(result)).toMatchObject({
    text: 'Leave\n\nFrom: Maya Okafor\n\nThirty days.\n\nSee you.',
    title: 'Leave',
    metadata: { email_from: 'Maya Okafor' },
  });
});

/** As Outlook keeps rich text, in the form that is not packed. */
const outlookRtf = (source: string): Buffer => {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(source.length + 12, 0);
  header.writeUInt32LE(source.length, 4);
  header.write('MELA', 8, 'latin1');
  return Buffer.concat([header, Buffer.from(source, 'latin1')]);
};

test('an Outlook message in rich text alone gives that text, and one of nothing is refused', async () => {
  const properties = { '/__properties_version1.0': Buffer.alloc(32) };
  const rich = {
    ...properties,
    '/__substg1.0_0037001F': utf16('Leave'),
    '/__substg1.0_10090102': outlookRtf('{\\rtf1\\ansi Thirty days.\\par See you.}'),
  };
  expect(blocksOf(await extract(compound(rich)))).toEqual([
    'heading 1: Leave',
    'paragraph: Thirty days.',
    'paragraph: See you.',
  ]);
  expect(await extract(compound(properties))).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('no text'),
  });
});

/** A Word file from before 2007 with one piece of text: its header, then the text; a table says where that lies. */
const legacyWord = (text: string): Buffer => {
  const main = Buffer.concat([Buffer.alloc(0x800), utf16(text)]);
  main.writeUInt16LE(0xa5ec, 0);
  main.writeUInt32LE(text.length, 0x4c);
  const table = Buffer.alloc(0x1000);
  table.writeUInt8(2, 0);
  table.writeUInt32LE(16, 1);
  table.writeUInt32LE(text.length, 9);
  table.writeUInt32LE(0x800, 15);
  return compound({ '/WordDocument': main, '/0Table': table });
};

test('an old Word file gives its paragraphs and the rows of its tables', async () => {
  const result = await extract(legacyWord('Leave\rThirty “days”.\rStaff\u000730\u0007\rEnds.\r'));
  expect(result).toMatchObject({ format: 'doc' });
  expect(blocksOf(result)).toEqual([
    'paragraph: Leave',
    'paragraph: Thirty “days”.',
    'paragraph: Staff | 30',
    'paragraph: Ends.',
  ]);
});

test.each([
  ['an old presentation', compound({ '/PowerPoint Document': Buffer.alloc(64) }), '.pptx'],
  ['a broken old Word file', compound({ '/WordDocument': Buffer.alloc(64) }), '.docx'],
  ['another old file', compound({ '/Contents': Buffer.alloc(64) }), 'PDF'],
  ['an archive', packageOf({ 'a.txt': 'x' }), 'Unpack'],
  [
    'a drawing',
    packageOf({ mimetype: 'application/vnd.oasis.opendocument.graphics', 'content.xml': 'x' }),
    '.odt',
  ],
  [
    'an encrypted sheet',
    openDocument('spreadsheet', '', { manifest: '<manifest:encryption-data/>' }),
    'without a password',
  ],
  ['half of a package', word.subarray(0, word.length / 2), 'damaged'],
])('%s ends with a reason and what helps', async (_, bytes, helps) => {
  expect(await extract(bytes)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining(helps),
  });
});

test('a part that would unpack to far more than its size is not opened; a film beside the text does not count', async () => {
  const part = (name: string, claimedBytes: number) => ({
    name,
    bytes: Buffer.from('x'),
    claimedBytes,
  });
  const bomb = zip([part('[Content_Types].xml', 1), part('word/document.xml', 900_000_000)]);
  expect(await extract(bomb)).toMatchObject({ reason: expect.stringContaining('unpacks') });
  const film = zip([part('[Content_Types].xml', 1), part('word/media/film.mp4', 900_000_000)]);
  expect(await extract(film)).toMatchObject({ reason: expect.stringContaining('damaged') });
});

test('a part that says it is small and is not is never unpacked further than it says', async () => {
  const body = `<w:document><w:body>${'<w:p/>'.repeat(5_000_000)}</w:body></w:document>`;
  const lying = zip([
    { name: '[Content_Types].xml', bytes: Buffer.from('<Types/>') },
    { name: 'word/document.xml', bytes: Buffer.from(body), claimedBytes: 1000 },
  ]);
  expect(await extract(lying)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('damaged'),
  });
});

test('names in a package that lead out of it are never followed', async () => {
  const parts = { '../../escaped.xml': '<x/>', '/absolute.xml': '<x/>' };
  const result = await extract(
    wordFile({ body: '<w:p><w:r><w:t>Carrier.</w:t></w:r></w:p>', extra: parts }),
  );
  expect(extractedOf(result).text).toBe('Carrier.');
});
