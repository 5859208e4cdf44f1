import type { ParsedPage, ParseResult } from '@llamaindex/liteparse';
import { Problem } from '../../../domain/problem.ts';
import type { LongReading } from './long-reading.ts';
import type { OcrData } from './ocr-data.ts';
import { damagedPage, type PdfPage } from './pdf-page.ts';
import type { PdfParser } from './pdf-parser.ts';
import { recognise, resolutionFor } from './pdf-recognition.ts';
import {
  hasFewLetters,
  hasNoLetters,
  lookAt,
  type Looked,
  needsSecondLook,
} from './pdf-second-look.ts';
import { createShelf, packPiece, type Shelf, unpackPiece } from './pdf-shelf.ts';

/** Pages read at once: more are not faster, and fewer are lost with a process. */
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
  const { steps } = reading;
  const shelf = createShelf();
  let total = takeUp(shelf, steps.pieces);
  let ahead: Promise<ParseResult> | null = null;
  while (!steps.enough && (total === 0 || shelf.count() < total)) {
    const pages = nextPages(shelf.count() + 1, { total, steps });
    if (pages.read.length === 0) {
      shelf.add([damagedPage(pages.first)], null);
      continue;
    }
    const parsed = await (ahead ?? parseWindow(pages, reading));
    ahead = null;
    total = parsed.totalPages;
    if (total === 0 || (shelf.count() === 0 && parsed.pages.length === 0)) break;
    const next = nextPages(Math.min(pages.last, total) + 1, { total, steps });
    const quick = parsed.pages.every((page) => !needsSecondLook(page, reading.parser));
    // While this window is looked through, the library reads the next one.
    if (quick && pages.last < total && next.read.length > 0) {
      ahead = parseWindow(next, reading);
      ahead.catch(() => undefined); // awaited in the next round
    }
    await shelve(parsed, { pages, total, shelf, reading });
  }
  return { shelf, total };
};

const takeUp = (shelf: Shelf, pieces: readonly Uint8Array[]): number => {
  let known = 0;
  for (const bytes of pieces) {
    const piece = unpackPiece(bytes);
    shelf.add(piece.pages, bytes);
    known = piece.total;
  }
  return known;
};

type Pages = { first: number; last: number; read: number[] };

/** The pages to read next, with those before them that the library has to see again to find the same. */
const nextPages = (
  first: number,
  { total, steps: { skipped, alone } }: { total: number; steps: LongReading },
): Pages => {
  const end = Math.ceil(first / WINDOW) * WINDOW;
  const bound = total === 0 ? end : Math.min(end, total);
  if (skipped.includes(first)) return { first, last: first, read: [] };
  if (alone && first >= alone.first && first <= alone.last)
    return { first, last: first, read: [first] };
  const barriers = [...skipped, ...(alone ? [alone.first] : [])].filter((page) => page > first);
  const last = Math.min(bound, ...barriers.map((page) => page - 1));
  const start = barriers.length + skipped.length > 0 ? first : Math.max(1, bound - WINDOW + 1);
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
  const until = Math.min(last, total);
  const found = new Map<number, ParsedPage>(parsed.pages.map((page) => [page.pageNum, page]));
  const wanted = Array.from({ length: until - first + 1 }, (_, at) => first + at);
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
    const more = shelf.count() + done.length < total;
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
