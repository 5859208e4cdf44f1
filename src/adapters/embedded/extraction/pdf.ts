import {
  LiteParse,
  type LiteParseConfig,
  type ParsedPage,
  type ParseResult,
} from '@llamaindex/liteparse';
import type { DocumentWarning, ExtractedText, PlacedText } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { addPage } from './pdf-blocks.ts';
import { drawingHints } from './pdf-drawing-hints.ts';
import { hasWhiteText, whiteTextWarnings } from './pdf-hidden-text.ts';
import { findPageChrome } from './pdf-page-chrome.ts';
import { compoundsIn } from './pdf-text.ts';
import { type TextBuilder, createTextBuilder } from './text-builder.ts';

const PAGE_LIMIT = 10_000;
/** Letters on a page below which it is a picture of text, or empty. */
const FEW_LETTERS = 5;
const PICTURE_COVERAGE = 0.3;

const settings: Partial<LiteParseConfig> = {
  ocrEnabled: false,
  // By default it drops repeated lines, and with them every chapter's title.
  keepHeadersFooters: true,
  extractBlocks: true,
  extractLinks: false,
  extractFormFields: true,
  continueOnPageError: true,
  outputFormat: 'text',
  imageMode: 'off',
  maxPages: PAGE_LIMIT,
  quiet: true,
};

export const readPdf = async ({ bytes, password }: Source): Promise<Outcome> => {
  const hints = drawingHints(bytes);
  const options = {
    ...settings,
    extractTextMetadata: hints.whiteFill,
    ...(password !== undefined && { password }),
  };
  let parsed: ParseResult;
  try {
    parsed = await new LiteParse(options).parse(bytes);
  } catch (error) {
    return refusal(error, password);
  }
  if (parsed.pages.length === 0)
    return failed('The file is damaged: it has no page that can be read.');
  const pictures = await picturePages(parsed.pages, { bytes, options });
  if (parsed.pages.every(hasFewLetters)) {
    return pictures.length > 0
      ? {
          outcome: 'needs-ocr',
          reason:
            'The pages are pictures without text, as from a scanner. Run text recognition (OCR) on the file first.',
        }
      : failed(NO_TEXT);
  }
  const hidden = await hiddenText(parsed.pages, { bytes, options });
  if (hints.invisibleText) hidden.push(INVISIBLE);
  return { outcome: 'extracted', extracted: assemble(parsed, { pictures, hidden }) };
};

const refusal = (error: unknown, password: string | undefined): Outcome => {
  const message = error instanceof Error ? error.message : String(error);
  if (!/password/iu.test(message)) {
    return failed('The file is damaged and is no readable PDF. Download or export it again.');
  }
  const reason = password
    ? 'The password is wrong. Try again, or upload a copy without a password.'
    : 'The file is encrypted: give its password once to read it, or upload a copy without a password.';
  return { outcome: 'needs-password', reason };
};

const hasFewLetters = (page: ParsedPage): boolean =>
  page.textItems.reduce((sum, item) => sum + item.text.trim().length, 0) < FEW_LETTERS;

type Seen = { bytes: Uint8Array; options: Partial<LiteParseConfig> };

/** Reads some pages once more, for what would be slow to ask of all of them. */
const lookAgain = async (
  pages: readonly ParsedPage[],
  { bytes, options }: Seen,
): Promise<ParsedPage[]> => {
  if (pages.length === 0) return [];
  const targetPages = pages.map((page) => page.pageNum).join(',');
  const parsed = await new LiteParse({ ...options, extractBlocks: false, targetPages }).parse(
    bytes,
  );
  return parsed.pages;
};

/** Pages without text that show a picture: a person would read something there. */
const picturePages = async (pages: readonly ParsedPage[], source: Seen): Promise<number[]> => {
  const options = { ...source.options, includeComplexity: true };
  const looked = await lookAgain(pages.filter(hasFewLetters), { ...source, options });
  return looked
    .filter(
      ({ complexity }) =>
        complexity && (complexity.fullPageImage || complexity.imageCoverage > PICTURE_COVERAGE),
    )
    .map((page) => page.pageNum);
};

const hiddenText = async (
  pages: readonly ParsedPage[],
  source: Seen,
): Promise<DocumentWarning[]> => {
  const options = { ...source.options, extractVectorGraphics: true };
  return whiteTextWarnings(await lookAgain(pages.filter(hasWhiteText), { ...source, options }));
};

const INVISIBLE: DocumentWarning = {
  code: 'invisible-text',
  range: null,
  reason:
    'The file holds text that is not painted, as text recognition adds it to scans: check it before you trust it.',
};

const assemble = (
  parsed: ParseResult,
  { pictures, hidden }: { pictures: readonly number[]; hidden: readonly DocumentWarning[] },
): ExtractedText => {
  const builder = createTextBuilder();
  const cleaner = createCleaner();
  const placed: PlacedText[] = [];
  const levels = new Map<number, number>();
  const chrome = findPageChrome(parsed.pages);
  const compounds = compoundsIn(parsed.pages.flatMap(({ textItems }) => textItems));
  for (const page of parsed.pages) {
    const items = page.textItems.filter((item) => !chrome.has(item) && item.text.trim() !== '');
    addPage(page, items, { builder, cleaner, compounds, placed, levels });
    addFormFields(page, builder);
  }
  const missing = [...parsed.pageErrors.map((error) => error.pageNum), ...pictures].toSorted(
    (a, b) => a - b,
  );
  const built = builder.finish();
  const title = built.blocks.find(
    (block) => block.kind === 'heading' && block.level === 1 && block.page === 1,
  );
  return {
    ...built,
    pages: parsed.totalPages,
    title: title ? built.text.slice(title.start, title.end) : null,
    language: null,
    placed,
    warnings: [...cleaner.warnings(), ...hidden, ...missingWarnings(missing, parsed)],
    metadata: {},
    whole: missing.length === 0 && parsed.totalPages <= PAGE_LIMIT,
  };
};

/** Values that were typed into a form are not always drawn on the page. */
const addFormFields = (page: ParsedPage, builder: TextBuilder): void => {
  for (const field of page.formFields ?? []) {
    const value = field.value?.trim();
    if (!value || /^off$/iu.test(value) || page.text.includes(value.slice(0, 40))) continue;
    builder.add(
      { kind: 'paragraph', page: page.pageNum },
      `${field.alternateName ?? field.name ?? ''}: ${value}`,
    );
  }
};

const missingWarnings = (missing: readonly number[], parsed: ParseResult): DocumentWarning[] => [
  ...missing.slice(0, 20).map((page) => ({
    code: 'page-not-read',
    range: null,
    reason: 'This page is a picture or damaged: its text was not read.',
    page,
  })),
  ...(parsed.totalPages > PAGE_LIMIT
    ? [
        {
          code: 'too-many-pages',
          range: null,
          reason: `Only the first ${PAGE_LIMIT} pages were read. Split the file.`,
        },
      ]
    : []),
];
