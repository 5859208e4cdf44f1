import type { ExtractedText } from '../../../domain/document.ts';
import { joinPlaced } from '../../../domain/placed-text.ts';
import type { ExtractionResult } from '../../../ports/extractor.ts';
import type { FileRequest } from './extract-file.ts';
import type { LongReading, Step } from './long-reading.ts';

/** What the parent asks of the child: a file, and where an earlier reading of it stopped. */
export type ChildRequest = FileRequest &
  Pick<LongReading, 'pieces' | 'skipped' | 'alone' | 'enough'>;

/** What the child says: any number of the first four, then one of the others. */
export type ChildReply =
  | { part: Part }
  | { step: Step }
  | { piece: Uint8Array }
  | { done: number; total: number }
  | LastReply;
export type LastReply = { result: ExtractionResult } | { error: string };

/** A piece of a long text: what lies in it of each kind. */
export type Part = Pick<ExtractedText, 'text' | 'blocks' | 'placed'>;

const TEXT_AT_ONCE = 500_000;
const BLOCKS_AT_ONCE = 2_000;
const NUMBERS_AT_ONCE = 70_000;

/**
 * A long text passes in parts: a message of it all would hold up the server, which has others to answer, while it is
 * unpacked, and lie in the memory of the child several times.
 */
export function* partsOf({ text, blocks, placed }: Part): Generator<Part> {
  const parts = Math.max(
    Math.ceil(text.length / TEXT_AT_ONCE),
    Math.ceil(blocks.length / BLOCKS_AT_ONCE),
    Math.ceil(placed.length / NUMBERS_AT_ONCE),
  );
  for (let part = 0; part < parts; part += 1) {
    yield {
      text: text.slice(part * TEXT_AT_ONCE, (part + 1) * TEXT_AT_ONCE),
      blocks: blocks.slice(part * BLOCKS_AT_ONCE, (part + 1) * BLOCKS_AT_ONCE),
      placed: placed.slice(part * NUMBERS_AT_ONCE, (part + 1) * NUMBERS_AT_ONCE),
    };
  }
}

export const withoutParts = (extracted: ExtractedText): ExtractedText => ({
  ...extracted,
  text: '',
  blocks: [],
  placed: new Float64Array(),
});

export const withParts = (result: ExtractionResult, parts: readonly Part[]): ExtractionResult => {
  if (result.outcome !== 'extracted') return result;
  const whole = {
    text: parts.map(({ text }) => text).join(''),
    blocks: parts.flatMap(({ blocks }) => blocks),
    placed: joinPlaced(parts.map(({ placed }) => placed)),
  };
  return { ...result, extracted: { ...result.extracted, ...whole } };
};
