import { LiteParse, type LiteParseConfig, type ParseResult } from '@llamaindex/liteparse';
import { Problem } from '../../../domain/problem.ts';
import type { DrawingHints } from './pdf-drawing-hints.ts';

/** How the library is asked; one object per file. */
export type PdfParser = {
  hints: DrawingHints;
  /** The library copies the file for each reading: of a large one there is room for one copy. */
  large: boolean;
  options: Partial<LiteParseConfig>;
  countPages(): Promise<number>;
  /** Throws a problem with the library's words when the file is none it can read. */
  parse(pages: readonly number[], more?: Partial<LiteParseConfig>): Promise<ParseResult>;
};

export const PAGE_LIMIT = 50_000;
const LARGE_BYTES = 20_000_000;
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
  const shared = asOneBuffer(bytes);
  const parse = async (pages: readonly number[], more?: Partial<LiteParseConfig>) => {
    try {
      const parser = new LiteParse({ ...options, ...more, targetPages: asRanges(pages) });
      return await parser.parse(shared);
    } catch (cause) {
      throw new Problem('invalid-request', messageOf(cause), { cause });
    }
  };
  return {
    hints,
    large: bytes.byteLength > LARGE_BYTES,
    options,
    parse,
    // A page that no document has: none is read, however slow it would be.
    countPages: async () => (await parse([BEHIND_ALL], { maxPages: BEHIND_ALL })).totalPages,
  };
};

/** The library copies every view it is given, for each window anew, and takes a whole buffer as it is. */
const asOneBuffer = (bytes: Uint8Array): Uint8Array => {
  const { buffer, byteOffset, byteLength } = bytes;
  const alone = byteOffset === 0 && byteLength === buffer.byteLength;
  const whole: unknown = alone ? buffer : new Uint8Array(bytes).buffer;
  return whole as Uint8Array; // what `Buffer.from` takes is more than the library's types say
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
