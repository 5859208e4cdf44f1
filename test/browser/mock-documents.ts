import PdfKit from 'pdfkit';
import type { SourceView } from '../../src/contracts/conversation.ts';
import type { DocumentView, VersionText } from '../../src/contracts/knowledge.ts';

type Box = { page: number; left: number; top: number; width: number; height: number };
export type MockDocument = {
  view: DocumentView;
  text: VersionText;
  bytes: Uint8Array;
  /** Where each line of the text stands on the pages. */
  lines: (Box & { start: number; end: number })[];
};

const handbookPages = [
  ['ACME Handbook', 'How we work, what we keep, and who decides.'],
  [
    'Records',
    'Every record is kept for seven years unless a lawful hold applies.',
    'Managers review exceptions every quarter and report them.',
  ],
  ['Travel', 'Hotels in EMEA are paid up to 180 euros a night.'],
];

export const blank = {
  baseId: 'base_1',
  state: 'ready',
  reason: null,
  pages: null,
  passages: 3,
  language: 'en',
  warnings: [],
  metadata: {},
  source: 'upload',
  attachedTo: null,
  progress: null,
  createdAt: Date.now() - 86_400_000,
  updatedAt: Date.now() - 86_400_000,
} satisfies Partial<DocumentView>;

const FONT_SIZE = 12;

const drawPdf = async () => {
  const pdf = new PdfKit({ size: [420, 560], margin: 40, autoFirstPage: false });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => {
    pdf.on('end', resolve);
  });
  const lines: MockDocument['lines'] = [];
  const blocks: VersionText['blocks'] = [];
  let text = '';
  for (const [index, page] of handbookPages.entries()) {
    pdf.addPage();
    for (const [row, line] of page.entries()) {
      const top = 60 + row * 40;
      pdf.fontSize(FONT_SIZE).text(line, 40, top, { lineBreak: false });
      const range = { start: text.length, end: text.length + line.length };
      const width = pdf.widthOfString(line);
      lines.push({ page: index + 1, left: 40, top, width, height: FONT_SIZE * 1.2, ...range });
      blocks.push({
        kind: row === 0 ? 'heading' : 'paragraph',
        level: 1,
        page: index + 1,
        ...range,
      });
      text += `${line}\n\n`;
    }
  }
  pdf.end();
  await done;
  return { bytes: Buffer.concat(chunks), text, lines, blocks };
};

const handbook = async (): Promise<MockDocument> => {
  const { bytes, text, lines, blocks } = await drawPdf();
  const shared = { title: 'ACME Handbook', mediaType: 'application/pdf', language: 'en' };
  return {
    bytes,
    lines,
    view: {
      ...blank,
      ...shared,
      id: 'doc_handbook',
      name: 'ACME Handbook.pdf',
      format: 'pdf',
      bytes: bytes.length,
      pages: handbookPages.length,
      versionId: 'ver_handbook',
    },
    text: {
      ...shared,
      documentId: 'doc_handbook',
      versionId: 'ver_handbook',
      current: true,
      start: 0,
      end: text.length,
      total: text.length,
      text,
      blocks,
    },
  };
};

const policyText = [
  '# Exceptions',
  'An exception is logged with the record owner.',
  'The regional controller approves it within ninety days.',
  '| Region | Limit |\n| EMEA | 1003 |\n| APAC | 2003 |',
].join('\n\n');

const policy = (): MockDocument => {
  const block = (piece: string, kind: VersionText['blocks'][number]['kind']) => {
    const start = policyText.indexOf(piece);
    return { kind, start, end: start + piece.length };
  };
  const table = block('| Region | Limit |\n| EMEA | 1003 |\n| APAC | 2003 |', 'table');
  const rows = ['| Region', '| EMEA', '| APAC'].map((row) => policyText.indexOf(row));
  const shared = { title: 'Exceptions policy', mediaType: 'text/markdown', language: 'en' };
  return {
    bytes: new TextEncoder().encode(policyText),
    lines: [],
    view: {
      ...blank,
      ...shared,
      id: 'doc_policy',
      name: 'policies/Exceptions policy.md',
      format: 'markdown',
      bytes: policyText.length,
      versionId: 'ver_policy',
    },
    text: {
      ...shared,
      documentId: 'doc_policy',
      versionId: 'ver_policy',
      current: true,
      start: 0,
      end: policyText.length,
      total: policyText.length,
      text: policyText,
      blocks: [
        { ...block('Exceptions', 'heading'), level: 1 },
        block('An exception is logged with the record owner.', 'paragraph'),
        block('The regional controller approves it within ninety days.', 'list-item'),
        { ...table, rows, header: true },
      ],
    },
  };
};

const locked: DocumentView = {
  ...blank,
  id: 'doc_locked',
  name: 'Salaries 2026.pdf',
  title: 'Salaries 2026',
  mediaType: 'application/pdf',
  format: 'pdf',
  bytes: 48_213,
  versionId: null,
  passages: 0,
  state: 'needs-password',
  reason: 'The file is protected by a password. Give it once to have the file read.',
};

/** Two documents that can be cited, a PDF and a text, and one that could not be read. */
export const mockDocuments = async () => {
  const citable = [await handbook(), policy()];
  return { citable, views: [...citable.map(({ view }) => view), locked] };
};

/** What the answer cites: the sentence of a document as source number `number`. */
export const sourceOf = (document: MockDocument, sentence: string, number: number): SourceView => {
  const start = document.text.text.indexOf(sentence);
  const page = document.lines.find((line) => line.start === start)?.page ?? null;
  return {
    number,
    documentId: document.view.id,
    versionId: document.text.versionId,
    title: document.view.title,
    headings: document.view.id === 'doc_handbook' ? ['ACME Handbook', 'Records'] : ['Exceptions'],
    page,
    place: page === null ? null : `Page ${page}`,
    start,
    end: start + sentence.length,
    text: sentence,
    score: 1 / number,
  };
};
