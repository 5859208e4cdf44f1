import { utils, type WorkSheet, write } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { blocksOf, extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { openDocument, packageOf } from '../../../../testing/fixtures/office-files.ts';
import { readWorkbook } from './workbook.ts';

type Cell = string | number | Date | null;
type Format = 'xlsx' | 'biff8' | 'ods';

const sheetOf = (rows: readonly Cell[][]): WorkSheet =>
  utils.aoa_to_sheet([...rows], { UTC: true });

const workbook = (sheets: Record<string, WorkSheet>, hidden: readonly string[] = []) => {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name);
  book.Workbook = {
    Sheets: book.SheetNames.map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })),
  };
  return book;
};

const bytesOf = (book: ReturnType<typeof workbook>, bookType: Format = 'xlsx'): Buffer =>
  write(book, { type: 'buffer', bookType, cellStyles: true });

const leave: Cell[][] = [
  ['Leave in days'],
  ['Group', 'Days', 'Since'],
  ['Staff', 30, new Date(Date.UTC(2024, 2, 1))],
  ['Interns', 12.5, null],
];

test.each<Format>(['xlsx', 'biff8', 'ods'])(
  'a sheet of %s is a page with its caption, header row and rows as a person sees them',
  (format) => {
    const sheet = sheetOf(leave);
    const result = readWorkbook(format === 'biff8' ? 'xls' : format, {
      bytes: bytesOf(workbook({ Leave: sheet, Empty: sheetOf([]) }), format),
    });
    expect(blocksOf(result)).toEqual([
      'heading 1: Leave',
      'paragraph: Leave in days',
      'row-group: Group | Days | Since\nStaff | 30 | 2024-03-01\nInterns | 12.5',
    ]);
    const { blocks, pages } = extractedOf(result);
    expect(pages).toBe(2);
    expect(blocks.at(-1)).toMatchObject({ page: 1, header: true });
    expect(blocks.at(-1)?.rows).toHaveLength(3);
  },
);

test('dates of OpenDocument that are all figures are read alike everywhere, others as they are shown', () => {
  const shown = ['31/01/25', '1/31/2025 2:30 PM', '31 January 2025', 'January 2025'];
  const cells = shown.map(
    (text) =>
      `<table:table-cell office:value-type="date" office:date-value="2025-01-31T14:30:00"><text:p>${text}</text:p></table:table-cell>`,
  );
  const bytes = openDocument(
    'spreadsheet',
    `<table:table table:name="A"><table:table-row>${cells.join('')}</table:table-row></table:table>`,
  );
  expect(blocksOf(readWorkbook('ods', { bytes }))).toEqual([
    'heading 1: A',
    'row-group: 2025-01-31 | 2025-01-31 14:30 | 31 January 2025 | January 2025',
  ]);
});

test('a lone cell keeps its column', () => {
  const sheet = sheetOf([
    ['Group', 'Days', 'Note'],
    ['Staff', 30, 'full time'],
    [null, null, 'and part time'],
    ['Interns'],
  ]);
  expect(blocksOf(readWorkbook('xlsx', { bytes: bytesOf(workbook({ Leave: sheet })) }))).toEqual([
    'heading 1: Leave',
    'row-group: Group | Days | Note\nStaff | 30 | full time\n |  | and part time\nInterns',
  ]);
});

test('numbers and dates have the format that the sheet gives them', () => {
  const sheet = sheetOf([
    ['Share', 'Price', 'Day'],
    [0.125, 1234.5, 45352],
  ]);
  const formats = { A2: '0.0%', B2: '#,##0.00 "EUR"', C2: 'd mmmm yyyy' };
  for (const [cell, format] of Object.entries(formats)) sheet[cell].z = format;
  const result = readWorkbook('xlsx', { bytes: bytesOf(workbook({ A: sheet })) });
  expect(extractedOf(result).text).toContain('12.5% | 1,234.50 EUR | 1 March 2024');
});

test('hidden sheets, rows and columns are left out and warned of', () => {
  const sheet = sheetOf([
    ['Group', 'Secret', 'Days'],
    ['Staff', 'x', 30],
    ['Board', 'y', 99],
    ['Guests', ' ', 5],
  ]);
  sheet['!cols'] = [{}, { hidden: true }];
  sheet['!rows'] = [{}, {}, { hidden: true }];
  const book = workbook({ Open: sheet, Closed: sheetOf([['Never shown']]) }, ['Closed']);
  const result = readWorkbook('xlsx', { bytes: bytesOf(book) });
  expect(extractedOf(result).text).toBe('Open\n\nGroup | Days\nStaff | 30\nGuests | 5');
  expect(extractedOf(result).warnings).toMatchObject([
    { code: 'hidden-text', page: 1, reason: expect.stringContaining('rows and columns') },
    { code: 'hidden-text', page: 2, reason: expect.stringContaining('“Closed”') },
  ]);
});

test('tables below each other are apart; rows that go on below a gap are not', () => {
  const result = readWorkbook('xlsx', {
    bytes: bytesOf(
      workbook({
        A: sheetOf([
          ['Name', 'Room'],
          ['Maya', 1],
          [],
          ['Pieter', 2],
          [],
          ['Country', 'City'],
          ['Ghana', 'Accra'],
        ]),
      }),
    ),
  });
  expect(blocksOf(result).slice(1)).toEqual([
    'row-group: Name | Room\nMaya | 1\nPieter | 2',
    'row-group: Country | City\nGhana | Accra',
  ]);
});

test('a row that names groups of columns stands above the header', () => {
  const result = readWorkbook('xlsx', {
    bytes: bytesOf(
      workbook({
        A: sheetOf([
          ['In millions', null, '2023'],
          [null, 'Sales', 'Profit', 'Share'],
          ['North', 12, 3, 25],
        ]),
      }),
    ),
  });
  expect(blocksOf(result).slice(1)).toEqual([
    'paragraph: In millions | 2023',
    'row-group:  | Sales | Profit | Share\nNorth | 12 | 3 | 25',
  ]);
});

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const handMade = (rows: string, { strings = '', fonts = '', sheets = '' } = {}): Buffer =>
  packageOf({
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts><font/><font>${fonts}</font></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"/></fill></fills><cellXfs><xf/><xf fontId="1"/><xf fontId="1" fillId="1"/></cellXfs></styleSheet>`,
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>${sheets}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${strings}</sst>`,
  });

test('a workbook whose cells share one long text again and again is refused', () => {
  const rows = Array.from(
    { length: 1000 },
    (_, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="s"><v>0</v></c></row>`,
  ).join('');
  expect(
    readWorkbook('xlsx', {
      bytes: handMade(rows, { strings: `<si><t>${'x'.repeat(30_000)}</t></si>` }),
    }),
  ).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('attack') });
});

test.each([
  ['white', '<color rgb="FFFFFFFF"/>', 'Seen | On blue'],
  ['the colour of the paper', '<color theme="0"/>', 'Seen | On blue'],
  ['grey', '<color theme="0" tint="-0.35"/>', 'Seen | Pale | On blue'],
])(
  'text in %s is left out where nothing is behind it, unless it can be read',
  (_, fonts, shown) => {
    const cell = (style: number, text: string) =>
      `<c s="${style}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const bytes = handMade(`<row>${cell(0, 'Seen')}${cell(1, 'Pale')}${cell(2, 'On blue')}</row>`, {
      fonts,
    });
    expect(blocksOf(readWorkbook('xlsx', { bytes }))).toEqual([
      'heading 1: S',
      `row-group: ${shown}`,
    ]);
  },
);

test('rows without anything in them are nothing, however many there are', () => {
  const rows = Array.from({ length: 50_000 }, (_, row) => `<row r="${row + 1}"/>`).join('');
  const last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>The end.</t></is></c></row>';
  expect(blocksOf(readWorkbook('xlsx', { bytes: handMade(rows + last) }))).toEqual([
    'heading 1: S',
    'paragraph: The end.',
  ]);
});

test('a sheet that is missing from the file is said, and the others are read', () => {
  const bytes = handMade('<row><c t="inlineStr"><is><t>Here.</t></is></c></row>', {
    sheets: '<sheet name="Gone" sheetId="2" r:id="rId9"/>',
  });
  expect(extractedOf(readWorkbook('xlsx', { bytes }))).toMatchObject({
    text: 'S\n\nHere.',
    whole: false,
    warnings: [{ code: 'part-not-read', page: 2, reason: expect.stringContaining('“Gone”') }],
  });
});

test('a damaged workbook says so', () => {
  expect(
    readWorkbook('xlsx', { bytes: bytesOf(workbook({ A: sheetOf(leave) })).subarray(0, 900) }),
  ).toMatchObject({ outcome: 'failed' });
});
