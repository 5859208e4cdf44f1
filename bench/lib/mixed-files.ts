import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docx, line, pdf, zip } from '../../testing/fixtures/files.ts';
import { synthesize } from './synthesize.ts';

const PER_FOLDER = 200;
const CORRUPT_EVERY = 100;
/** Where a corrupt file is cut: behind its signature, before what names its parts. */
const KEPT = 0.6;

type Make = (words: () => string) => string | Buffer;

const paragraphs = (words: () => string, count: number): string[] =>
  Array.from({ length: count }, words);

const asDocx: Make = (words) =>
  docx(
    paragraphs(words, 4)
      .map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`)
      .join(''),
  );

const asPdf: Make = (words) =>
  pdf({
    pages: paragraphs(words, 3).map((text) =>
      (text.match(/.{1,80}(?: |$)/gu) ?? [])
        .map((row, index) => line(row, { y: 740 - index * 16 }))
        .join('\n'),
    ),
  });

const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const xml = (text: string): Buffer => Buffer.from(`<?xml version="1.0"?>${text}`);

const asXlsx: Make = (words) => {
  const rows = paragraphs(words, 20).map((text, index) => {
    const cells = text.split(' ').slice(0, 6);
    const inline = cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('');
    return `<row r="${index + 1}">${inline}</row>`;
  });
  return zip([
    {
      name: '[Content_Types].xml',
      bytes: xml(
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
      ),
    },
    {
      name: '_rels/.rels',
      bytes: xml(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/workbook.xml',
      bytes: xml(
        `<workbook xmlns="${SHEET}" xmlns:r="${RELATED}"><sheets><sheet name="Figures" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: xml(
        `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      bytes: xml(`<worksheet xmlns="${SHEET}"><sheetData>${rows.join('')}</sheetData></worksheet>`),
    },
  ]);
};

const asMail: Make = (words) =>
  [
    'From: Anna <anna@example.com>',
    'To: Ben <ben@example.com>',
    `Subject: ${words().slice(0, 60)}`,
    'Date: Fri, 20 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...paragraphs(words, 3),
  ].join('\r\n');

const asMarkdown: Make = (words) =>
  `# ${words().slice(0, 40)}\n\n${paragraphs(words, 4).join('\n\n## Next\n\n')}`;
const asPage: Make = (words) =>
  `<!doctype html><title>${words().slice(0, 40)}</title>${paragraphs(words, 4)
    .map((text) => `<p>${text}</p>`)
    .join('')}`;
const asTable: Make = (words) =>
  ['name,place,amount', ...paragraphs(words, 20).map((text) => text.split(' ', 3).join(','))].join(
    '\n',
  );
const asText: Make = (words) => paragraphs(words, 4).join('\n\n');

/** The last ones are what most folders hold most of. */
const kinds: [string, Make][] = [
  ['xlsx', asXlsx],
  ['eml', asMail],
  ['md', asMarkdown],
  ['html', asPage],
  ['csv', asTable],
  ['txt', asText],
  ['docx', asDocx],
  ['docx', asDocx],
  ['pdf', asPdf],
  ['pdf', asPdf],
];

/** A temporary folder with `count` small files of ten kinds, of which one in a hundred is a broken DOCX. */
export const mixedFiles = async (
  count: number,
): Promise<{ folder: string; corrupt: number; bytes: number }> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-mixed-'));
  const { passage } = synthesize();
  let [corrupt, bytes] = [0, 0];
  for (let place = 0; place < count; place += 1) {
    const below = join(folder, `part-${Math.floor(place / PER_FOLDER)}`);
    if (place % PER_FOLDER === 0) await mkdir(below);
    const broken = place % CORRUPT_EVERY === CORRUPT_EVERY / 2;
    const [kind, make] = broken ? (['docx', asDocx] as const) : (kinds[place % kinds.length] ?? []);
    if (!kind || !make) continue;
    const whole = Buffer.from(make(passage));
    const content = broken ? whole.subarray(0, whole.length * KEPT) : whole;
    await writeFile(join(below, `file-${place}.${kind}`), content);
    corrupt += broken ? 1 : 0;
    bytes += content.length;
  }
  return { folder, corrupt, bytes };
};
