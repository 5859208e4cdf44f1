import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type ChromeFinder, createChromeFinder } from './pdf-page-chrome.ts';
import type { PdfPage } from './pdf-page.ts';
import { addCompounds } from './pdf-text.ts';

/** The last pages stay as they are: packing and unpacking them costs more than their place. */
const UNPACKED_PAGES = 200;

/**
 * The pages read so far, the older ones packed: ten thousand pages fit. What has to be known of all of them before the
 * first is written is gathered on the way.
 */
export const createShelf = () => {
  const packed: Uint8Array[] = [];
  const recent: { pages: PdfPage[]; piece: Uint8Array | null }[] = [];
  let unpacked = 0;
  const chrome: ChromeFinder = createChromeFinder();
  const compounds = new Set<string>();
  let count = 0;

  /** `piece` when they are packed already. */
  const add = (pages: PdfPage[], piece: Uint8Array | null): void => {
    for (const page of pages) {
      chrome.see(page);
      addCompounds(page.items, compounds);
    }
    count += pages.length;
    unpacked += pages.length;
    recent.push({ pages, piece });
    while (unpacked > UNPACKED_PAGES) {
      const oldest = recent.shift();
      if (!oldest) return;
      unpacked -= oldest.pages.length;
      packed.push(oldest.piece ?? packPiece({ total: 0, pages: oldest.pages }));
    }
  };
  return {
    add,
    chrome,
    compounds,
    count: () => count,
    *pages(): Generator<PdfPage> {
      for (const piece of packed) yield* unpackPiece(piece).pages;
      for (const { pages } of recent) yield* pages;
    },
  };
};

export type Shelf = ReturnType<typeof createShelf>;

/** Pages as they are saved, and of how many. */
export type Piece = { total: number; pages: PdfPage[] };

export const packPiece = (piece: Piece): Uint8Array =>
  deflateRawSync(JSON.stringify(piece), { level: 1 });

export const unpackPiece = (bytes: Uint8Array): Piece => {
  const value: unknown = JSON.parse(inflateRawSync(bytes).toString());
  // Only `packPiece` makes pieces, and the version of the extractor is part of their key.
  if (!isPiece(value)) throw new Error('these bytes are no piece of a reading');
  return value;
};

const isPiece = (value: unknown): value is Piece =>
  typeof value === 'object' && value !== null && 'pages' in value && Array.isArray(value.pages);
