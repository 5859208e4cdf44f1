import type { ParsedPage, ParseResult } from '@llamaindex/liteparse';
import { Problem } from '../../../domain/problem.ts';
import type { LongReading } from './long-reading.ts';
import type { OcrData } from './ocr-data.ts';
import { damagedPage, type PdfPage } from './pdf-page.ts';
import { PAGE_LIMIT, type PdfParser } from './pdf-parser.ts';
import { recognise, resolutionFor } from './pdf-recognition.ts';
import {
  hasFewLetters,
  hasNoLetters,
  lookAt,
  type Looked,
  needsSecondLook,
} from './pdf-second-look.ts';
import { createShelf, packPiece, type Shelf, unpackPiece } from './pdf-shelf.ts';

/** The most pages read at once: more are not faster, and more would be lost with a process. */
const WINDOW = 100;
/** Recognition is slow: its pages are saved sooner. */
const RECOGNISED_AT_ONCE = 10;

type Reading = { parser: PdfParser; ocr: OcrData | null; steps: LongReading };

export type ReadPages = { shelf: Shelf; total: number };

/**
 * Reads window after window, behind the pieces of an earlier reading. Windows lie where they lie in an unbroken
 * reading, so that the library sees the same pages together and finds the same.
 */
export const readPages = async (reading: Reading): Promise<ReadPages> => {
  const { steps, parser } = reading;
  const shelf = createShelf();
  const total = takeUp(shelf, steps.pieces) ?? (await parser.countPages());
  const end = Math.min(total, PAGE_LIMIT);
  let ahead: Promise<ParseResult> | null = null;
  while (!steps.enough && shelf.count() < end) {
    const pages = nextPages(shelf.count() + 1, { end, steps });
    if (pages.read.length === 0) {
      shelf.add([damagedPage(pages.first)], null);
      continue;
    }
    const parsed = await (ahead ?? parseWindow(pages, reading));
    ahead = null;
    // What claims many pages and has none of the first hundred is no document.
    if (shelf.count() === 0 && parsed.pages.length === 0 && pages.last > 1) break;
    const next = pages.last < end ? nextPages(pages.last + 1, { end, steps }) : null;
    const quick = !parser.large && parsed.pages.every((page) => !needsSecondLook(page, parser));
    // While this window is looked through, the library reads the next one.
    if (quick && next && next.read.length > 0) {
      ahead = parseWindow(next, reading);
      ahead.catch(() => undefined); // awaited in the next round
    }
    await shelve(parsed, { pages, total, shelf, reading });
  }
  return { shelf, total };
};

const takeUp = (shelf: Shelf, pieces: readonly Uint8Array[]): number | null => {
  let known: number | null = null;
  for (const bytes of pieces) {
    const piece = unpackPiece(bytes);
    shelf.add(piece.pages, bytes);
    known = piece.total;
  }
  return known;
};

/** `read`: those to have read, which are all of the window that they belong to. */
type Pages = { first: number; last: number; read: number[] };

const nextPages = (
  first: number,
  { end, steps: { skipped, alone } }: { end: number; steps: LongReading },
): Pages => {
  if (skipped.includes(first)) return { first, last: first, read: [] };
  if (alone && first >= alone.first && first <= alone.last)
    return { first, last: first, read: [first] };
  // All windows have about the same size: the library needs some pages to tell headings from text.
  const size = Math.ceil(end / Math.ceil(end / WINDOW));
  const number = Math.floor((first - 1) / size);
  const bad = [...skipped, ...(alone ? [alone.first] : [])];
  const last = Math.min(
    end,
    (number + 1) * size,
    ...bad.filter((page) => page > first).map((page) => page - 1),
  );
  const start = bad.length > 0 ? first : number * size + 1;
  return { first, last, read: Array.from({ length: last - start + 1 }, (_, at) => start + at) };
};

const parseWindow = ({ first, last, read }: Pages, { parser, steps }: Reading) => {
  steps.begin({ what: 'pages', first, last });
  return parser.parse(read);
};

type Shelving = { pages: Pages; total: number; shelf: Shelf; reading: Reading };

/** Looks through the pages of a window and puts them on the shelf, in pieces that are saved. */
const shelve = async (
  parsed: ParseResult,
  { pages: { first, last }, total, shelf, reading }: Shelving,
): Promise<void> => {
  const found = new Map<number, ParsedPage>(parsed.pages.map((page) => [page.pageNum, page]));
  const wanted = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const looked = new Map(
    (
      await lookAt(
        wanted.flatMap((page) => found.get(page) ?? []),
        reading.parser,
      )
    ).map((one) => [one.page.pageNum, one]),
  );
  let done: PdfPage[] = [];
  let recognised = 0;
  const put = () => {
    const more = shelf.count() + done.length < Math.min(total, PAGE_LIMIT);
    const piece = more ? packPiece({ total, pages: done }) : null;
    shelf.add(done, piece);
    if (piece) reading.steps.save(piece);
    reading.steps.progress(shelf.count(), total);
    done = [];
    recognised = 0;
  };
  for (const pageNum of wanted) {
    const page = await finish(looked.get(pageNum), reading);
    done.push(page ?? damagedPage(pageNum));
    if (page?.state === 'recognised') recognised += 1;
    if (recognised === RECOGNISED_AT_ONCE) put();
  }
  if (done.length > 0) put();
};

/** A page that is a picture has its letters recognised, when that can be done here. */
const finish = async (
  looked: Looked | undefined,
  { parser, ocr, steps }: Reading,
): Promise<PdfPage | null> => {
  if (!looked) return null;
  const { page, showsPicture } = looked;
  if (!showsPicture || !hasFewLetters(page)) return page;
  const unread: PdfPage = hasNoLetters(page) ? { ...page, state: 'picture' } : page;
  if (!ocr) return unread;
  steps.begin({ what: 'recognition', first: page.pageNum, last: page.pageNum });
  try {
    const more = { dpi: resolutionFor(page) };
    const recognised = await recognise(page.pageNum, parser, { ocr, more });
    return recognised && { ...recognised, hidden: page.hidden };
  } catch (error) {
    if (error instanceof Problem) return null; // this page cannot be drawn; the others can
    throw error;
  }
};
