import { LiteParse, type LiteParseConfig, type ParseResult } from '@llamaindex/liteparse';
import { Problem } from '../../../domain/problem.ts';
import type { DrawingHints } from './pdf-drawing-hints.ts';

/** How the library is asked; one object per file. */
export type PdfParser = {
  hints: DrawingHints;
  options: Partial<LiteParseConfig>;
  countPages(): Promise<number>;
  /** Throws a problem with the library's words when the file is none it can read. */
  parse(pages: readonly number[], more?: Partial<LiteParseConfig>): Promise<ParseResult>;
};

export const PAGE_LIMIT = 50_000;
const BEHIND_ALL = 10_000_000;

const settings: Partial<LiteParseConfig> = {
  ocrEnabled: false,
  // By default it drops repeated lines, and with them every chapter's title.
  keepHeadersFooters: true,
  extractBlocks: true,
  extractLinks: false,
  extractFormFields: true,
  // What is too small to read is taken out by us, and said.
  preserveVerySmallText: true,
  continueOnPageError: true,
  outputFormat: 'text',
  imageMode: 'off',
  maxPages: PAGE_LIMIT,
  quiet: true,
};

export const createPdfParser = (
  { bytes, password }: { bytes: Uint8Array; password?: string | undefined },
  hints: DrawingHints,
): PdfParser => {
  const options = {
    ...settings,
    extractTextMetadata: hints.whiteFill,
    ...(password !== undefined && { password }),
  };
  const parse = async (pages: readonly number[], more?: Partial<LiteParseConfig>) => {
    try {
      const parser = new LiteParse({ ...options, ...more, targetPages: asRanges(pages) });
      return await parser.parse(bytes);
    } catch (cause) {
      throw new Problem('invalid-request', messageOf(cause), { cause });
    }
  };
  return {
    hints,
    options,
    parse,
    // A page that no document has: none is read, however slow it would be.
    countPages: async () => (await parse([BEHIND_ALL], { maxPages: BEHIND_ALL })).totalPages,
  };
};

const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** `1-4,7`, from ordered numbers. */
const asRanges = (pages: readonly number[]): string => {
  const ranges: { first: number; last: number }[] = [];
  for (const page of pages) {
    const range = ranges.at(-1);
    if (range && range.last === page - 1) range.last = page;
    else ranges.push({ first: page, last: page });
  }
  return ranges.map(({ first, last }) => `${first}-${last}`).join(',');
};
