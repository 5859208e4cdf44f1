import type { DocumentView, VersionText } from '../../src/contracts/knowledge.ts';
import { blank, type MockDocument } from './mock-documents.ts';
import { pdf } from '../../testing/fixtures/files.ts';

type Block = VersionText['blocks'][number];
type Draft = Pick<Block, 'kind' | 'page' | 'level' | 'header'> & { rows?: string[]; text?: string };

/** A text out of its blocks, as extraction writes it. */
const written = (drafts: Draft[]) => {
  const pieces: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  for (const { rows: lines, text = lines?.join('\n') ?? '', ...draft } of drafts) {
    const start = length;
    let row = start;
    const rows = lines?.map((line) => {
      const at = row;
      row += line.length + 1;
      return at;
    });
    blocks.push({ ...draft, start, end: start + text.length, ...(rows ? { rows } : {}) });
    pieces.push(text, '\n\n');
    length += text.length + 2;
  }
  return { text: pieces.join(''), blocks };
};

type Named = { id: string; title: string; mediaType: string } & Partial<DocumentView>;

const made = (named: Named, drafts: Draft[], bytes = new Uint8Array(0)): MockDocument => {
  const { id, title, mediaType } = named;
  const { text, blocks } = written(drafts);
  const versionId = `ver_${id.slice(4)}`;
  const view = { ...blank, name: title, format: null, bytes: 1000, ...named, versionId };
  const shown = { title, mediaType, language: 'en', documentId: id, versionId, current: true };
  return {
    bytes,
    lines: [],
    view,
    text: { ...shown, start: 0, end: text.length, total: text.length, text, blocks },
  };
};

export const slides = (): MockDocument =>
  made(
    {
      id: 'doc_slides',
      title: 'Quarterly review',
      mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      pages: 3,
    },
    [
      { kind: 'heading', level: 1, page: 1, text: 'Where we stand' },
      { kind: 'paragraph', page: 1, text: 'A year of slow, steady gains.' },
      { kind: 'heading', level: 1, page: 2, text: 'What grew' },
      { kind: 'list-item', page: 2, text: 'Support answers within two hours.' },
      { kind: 'table', page: 2, header: true, rows: ['Region | Growth', 'EMEA | 12 %'] },
      { kind: 'paragraph', page: 2, text: 'Notes: Thank the Leeds team here.' },
      { kind: 'heading', level: 1, page: 3, text: 'What comes next' },
    ],
  );

const sheetRow = (row: number): string =>
  [`Item ${row}`, ...Array.from({ length: 15 }, (_, column) => `${row * 16 + column}`)].join(' | ');

/** 10,000 rows of 16 columns, and a small second sheet. */
export const sheet = (): MockDocument =>
  made(
    {
      id: 'doc_sheet',
      title: 'Stock list',
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      pages: 2,
    },
    [
      { kind: 'heading', level: 1, page: 1, text: 'Stock' },
      {
        kind: 'row-group',
        page: 1,
        header: true,
        rows: [
          ['Name', ...Array.from({ length: 15 }, (_, at) => `Column ${at + 2}`)].join(' | '),
          ...Array.from({ length: 9_999 }, (_, at) => sheetRow(at + 2)),
        ],
      },
      { kind: 'heading', level: 1, page: 2, text: 'Prices' },
      { kind: 'row-group', page: 2, header: true, rows: ['Item | Price', 'Lamp | 40 euros'] },
    ],
  );

export const mail = (): MockDocument =>
  made(
    {
      id: 'doc_mail',
      title: 'The lease of the Leeds office',
      mediaType: 'message/rfc822',
    },
    [
      { kind: 'heading', level: 1, text: 'The lease of the Leeds office' },
      { kind: 'paragraph', text: 'From: Ada <ada@acme.example>\nTo: Lin <lin@acme.example>' },
      { kind: 'paragraph', text: 'It ends in May.' },
    ],
  );

export const attachment = (): MockDocument =>
  made({ id: 'doc_lease', title: 'lease.txt', mediaType: 'text/plain', attachedTo: 'doc_mail' }, [
    { kind: 'paragraph', text: 'The tenant leaves by the end of May.' },
  ]);

/** Long enough for many windows; each chapter says its number. */
export const book = (): MockDocument =>
  made(
    {
      id: 'doc_book',
      title: 'A long book',
      mediaType: 'application/epub+zip',
      warnings: [{ code: 'hidden-text', reason: 'Hidden text was left out.', range: null }],
    },
    Array.from({ length: 60 }, (_, chapter) => [
      { kind: 'heading' as const, level: 1, text: `Chapter ${chapter + 1}` },
      ...Array.from({ length: 60 }, (__, paragraph) => ({
        kind: 'paragraph' as const,
        text: `In paragraph ${paragraph + 1} of chapter ${chapter + 1} the café kept its résumés in a drawer. ${'It rained. '.repeat(12)}`,
      })),
    ]).flat(),
  );

/** A red picture of two by one points, PNG. */
const png = Uint8Array.from(
  atob(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DAwMAAAAYFAQHUXZ6DAAAAAElFTkSuQmCC',
  ),
  (character) => character.codePointAt(0) ?? 0,
);

export const picture = (): MockDocument => {
  const document = made(
    { id: 'doc_picture', title: 'scan.png', mediaType: 'image/png', pages: 1 },
    [{ kind: 'paragraph', page: 1, text: 'Total due: 480 euros' }],
    png,
  );
  document.lines.push({ page: 1, left: 0.2, top: 0.2, width: 1, height: 0.4, start: 0, end: 20 });
  return document;
};

/** A page that is nothing but a scan, all black: eight rows of a fax, each like the one above it. */
export const scannedPage = (): MockDocument => {
  const fax = '/F [/AHx /CCF] /DP [null << /K -1 /Columns 8 /Rows 8 /BlackIs1 true >>]';
  const page = `q 612 0 0 792 0 0 cm BI /W 8 /H 8 /CS /G /BPC 1 ${fax} ID FF> EI Q`;
  const document = made(
    { id: 'doc_scan', title: 'scan.pdf', mediaType: 'application/pdf', pages: 1 },
    [{ kind: 'paragraph', page: 1, text: 'Nothing' }],
    new Uint8Array(pdf({ pages: [page] })),
  );
  document.lines.push({ page: 1, left: 72, top: 72, width: 90, height: 14, start: 0, end: 7 });
  return document;
};
