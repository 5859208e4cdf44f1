import type { Block, ExtractedText } from '../../src/domain/document.ts';
import type { ExtractionResult } from '../../src/ports/extractor.ts';
import { unpackPlaced } from '../../src/domain/placed-text.ts';

/** A manifest made with a wrong encoding holds replacement characters: they stand for any one. */
export const says = (text: string, words: string): boolean =>
  words.split('\uFFFD').every((part) => squeeze(text).includes(squeeze(part)));

/** White space, and the bars that we put between cells, are not what a document says. */
const squeeze = (text: string): string => text.normalize('NFKC').replaceAll(/[\s|]+/gu, '');

export const textOnPage = ({ text, blocks }: ExtractedText, page: number | undefined): string =>
  page === undefined
    ? text
    : blocks
        .filter((block) => block.page === page)
        .map(({ start, end }) => text.slice(start, end))
        .join(' ');

/**
 * A hyphen that ends a line can be read both ways, and a document may itself write a word both ways: this is the other
 * one, without it. White space is not compared.
 */
export const withoutLineEndHyphens = (extracted: ExtractedText): ExtractedText => {
  const letters = extracted.text.split('');
  for (const { end } of unpackPlaced(extracted.placed))
    if (letters[end - 1] === '-' && letters[end]?.trim()) letters[end - 1] = ' ';
  return { ...extracted, text: letters.join('') };
};

/** The text with its blocks marked, and what is known about it: for a person to look at. */
export const show = (result: ExtractionResult): string => {
  if (result.outcome !== 'extracted') return result.reason;
  const { text, blocks, placed, ...about } = result.extracted;
  const attached = result.attachments.map(({ name, bytes }) => `${name} (${bytes.length} bytes)`);
  return [
    JSON.stringify({ ...about, placed: unpackPlaced(placed).length, attached }, null, 2),
    ...blocks.map((block) => `${mark(block)}\t${text.slice(block.start, block.end)}`),
  ].join('\n');
};

const mark = ({ kind, level, page, header }: Block): string =>
  `[${kind}${level ?? ''}${page === undefined ? '' : ` p${page}`}${header ? ' header' : ''}]`;
