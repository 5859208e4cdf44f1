import type { DocumentWarning, ExtractedText, PlacedText } from '../../../domain/document.ts';
import { joinPlaced, packPlaced } from '../../../domain/placed-text.ts';
import { createCleaner } from './clean-text.ts';
import { addPage, type Target } from './pdf-blocks.ts';
import type { PdfPage } from './pdf-page.ts';
import { PAGE_LIMIT } from './pdf-parser.ts';
import type { ReadPages } from './pdf-reading.ts';
import { titleOf } from './pdf-title.ts';
import { createTextBuilder } from './text-builder.ts';

const SURE = 0.8;
/** Warnings of one kind that name their page; the last one says how many more there are. */
const PAGES_SAID = 20;

type Findings = {
  missing: number[];
  pictures: number[];
  unsure: number[];
  hidden: { page: number; at: number; characters: number }[];
};

/** Makes one document of the pages on the shelf. */
export const assemble = ({ shelf, total }: ReadPages): ExtractedText => {
  const builder = createTextBuilder();
  const cleaner = createCleaner();
  const placed: Float64Array[] = [];
  const target: Omit<Target, 'placed'> = {
    builder,
    cleaner,
    compounds: shelf.compounds,
    levels: new Map(),
    usualHeight: shelf.chrome.usualHeight(),
  };
  const findings: Findings = { missing: [], pictures: [], unsure: [], hidden: [] };
  let next = 1;
  for (const page of shelf.pages()) {
    note(page, { findings, at: builder.length() });
    const items = page.items.filter((item) => !shelf.chrome.isChrome(item, page));
    const places: PlacedText[] = [];
    addPage(page, items, { ...target, placed: places });
    placed.push(packPlaced(places));
    for (const { name, value } of page.fields)
      builder.add({ kind: 'paragraph', page: page.pageNum }, cleaner.clean(`${name}: ${value}`));
    next = page.pageNum + 1;
  }
  for (let page = next; page <= Math.min(total, PAGE_LIMIT); page += 1) findings.missing.push(page);
  const built = builder.finish();
  const text = { ...built, placed: joinPlaced(placed) };
  return {
    ...text,
    pages: total,
    title: titleOf(text),
    language: null,
    warnings: [
      ...cleaner.warnings(),
      ...hiddenWarnings(findings.hidden),
      ...pageWarnings(findings, total),
    ],
    metadata: {},
    whole: findings.missing.length + findings.pictures.length === 0 && total <= PAGE_LIMIT,
  };
};

const note = (page: PdfPage, { findings, at }: { findings: Findings; at: number }): void => {
  const { pageNum } = page;
  if (page.state === 'damaged') findings.missing.push(pageNum);
  if (page.state === 'picture') findings.pictures.push(pageNum);
  if ((page.confidence ?? 1) < SURE) findings.unsure.push(pageNum);
  if (page.hidden > 0) findings.hidden.push({ page: pageNum, at, characters: page.hidden });
};

const hiddenWarnings = (hidden: Findings['hidden']): DocumentWarning[] =>
  hidden.slice(0, PAGES_SAID).map(({ page, at, characters }) => ({
    code: 'hidden-text',
    range: { start: at, end: at },
    reason: `This page holds ${characters} letters that a reader does not see: in the colour of the paper, not painted, too small, or beside the page. They were left out.`,
    page,
  }));

const pageWarnings = (
  { missing, pictures, unsure }: Findings,
  total: number,
): DocumentWarning[] => [
  ...perPage(missing, {
    code: 'page-not-read',
    reason: 'This page is damaged or took too long: its text was not read.',
  }),
  ...perPage(pictures, {
    code: 'page-not-read',
    reason:
      'This page is a picture and text recognition is not installed on this server: its text was not read.',
  }),
  ...perPage(unsure, {
    code: 'uncertain-recognition',
    reason:
      'The text of this page was recognised from a picture that is hard to read: it may hold mistakes.',
  }),
  ...(total > PAGE_LIMIT
    ? [
        {
          code: 'too-many-pages',
          range: null,
          reason: `Only the first ${PAGE_LIMIT} pages were read. Split the file.`,
        },
      ]
    : []),
];

const perPage = (
  pages: readonly number[],
  { code, reason }: { code: string; reason: string },
): DocumentWarning[] =>
  pages.slice(0, PAGES_SAID).map((page, index) => ({
    code,
    range: null,
    reason:
      index === PAGES_SAID - 1 && pages.length > PAGES_SAID
        ? `${reason} So are ${pages.length - PAGES_SAID} more pages.`
        : reason,
    page,
  }));
