import { packageOf } from '../../testing/fixtures/office-files.ts';

type Cell = string | number;

const rooms: Cell[][] = [
  ['Room', 'Office', 'Floor', 'Seats', 'Screen', 'Video calls'],
  ['Avon', 'Bristol', 3, 14, 'yes', 'yes'],
  ['Severn', 'Bristol', 3, 8, 'yes', 'yes'],
  ['Frome', 'Bristol', 2, 6, 'yes', 'no'],
  ['Trym', 'Bristol', 1, 4, 'no', 'no'],
  ['Maas', 'Rotterdam', 5, 12, 'yes', 'yes'],
  ['Rotte', 'Rotterdam', 5, 6, 'yes', 'yes'],
  ['Schie', 'Rotterdam', 4, 4, 'no', 'no'],
  ['Tejo', 'Lisbon', 2, 10, 'yes', 'yes'],
  ['Sado', 'Lisbon', 2, 5, 'yes', 'no'],
];

const courses: Cell[][] = [
  ['Course', 'Place', 'Days', 'Price', 'For', 'Next date'],
  ['Rope and harness, first course', 'Bristol', 2, '£420', 'Field crews', '14 September 2026'],
  ['Rope and harness, repeat', 'Bristol', 1, '£210', 'Field crews', '21 September 2026'],
  ['First aid', 'each office', 1, '£95', 'Everyone', '5 October 2026'],
  ['Fire wardens', 'Rotterdam', 1, '£120', 'Two people of each floor', '12 October 2026'],
  ['Sea survival', 'Rotterdam', 3, '£780', 'Crews that work off shore', '2 November 2026'],
  ['Portuguese for beginners', 'Lisbon', 10, '£340', 'Everyone', '7 September 2026'],
  ['Writing reports', 'online', 1, '£60', 'Everyone', '28 September 2026'],
];

const cellOf = (value: Cell): string =>
  typeof value === 'number'
    ? `<c><v>${value}</v></c>`
    : `<c t="inlineStr"><is><t>${value}</t></is></c>`;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

const sheet = (rows: readonly Cell[][]): string =>
  `${XML}<worksheet xmlns="${MAIN}"><cols><col min="1" max="6" width="24" customWidth="1"/></cols><sheetData>${rows
    .map((row) => `<row>${row.map(cellOf).join('')}</row>`)
    .join('')}</sheetData></worksheet>`;

const sheets = [
  { name: 'Meeting rooms', rows: rooms },
  { name: 'Courses 2026', rows: courses },
];
const each = (write: (place: number, name: string) => string): string =>
  sheets.map(({ name }, index) => write(index + 1, name)).join('');

/** A workbook of two sheets, as small as the format allows. */
export const makeRoomsAndCourses = (): Buffer =>
  packageOf({
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${OFFICE}.sheet.main+xml"/>${each((place) => `<Override PartName="/xl/worksheets/sheet${place}.xml" ContentType="${OFFICE}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${each((place, name) => `<sheet name="${name}" sheetId="${place}" r:id="rId${place}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each((place) => `<Relationship Id="rId${place}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${place}.xml"/>`)}</Relationships>`,
    ...Object.fromEntries(
      sheets.map(({ rows }, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet(rows)]),
    ),
  });
