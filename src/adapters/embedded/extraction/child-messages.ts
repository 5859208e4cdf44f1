import type { PlacedText } from '../../../domain/document.ts';
import type { ExtractionResult } from '../../../ports/extractor.ts';
import type { FileRequest } from './extract-file.ts';
import type { LongReading, Step } from './long-reading.ts';

/** What the parent asks of the child: a file, and where an earlier reading of it stopped. */
export type ChildRequest = FileRequest &
  Pick<LongReading, 'pieces' | 'skipped' | 'alone' | 'enough'>;

/** What the child says: any number of the first three, then one of the others. */
export type ChildReply =
  | { step: Step }
  | { piece: Uint8Array }
  | { done: number; total: number }
  | LastReply;
export type LastReply = { result: ExtractionResult; placed: Float64Array } | { error: string };

const NUMBERS = 7;

/** Places of words are most of a result by count: as one row of numbers they pass between processes in no time. */
export const packResult = (result: ExtractionResult): ChildReply => {
  if (result.outcome !== 'extracted') return { result, placed: new Float64Array() };
  const { placed } = result.extracted;
  const packed = new Float64Array(placed.length * NUMBERS);
  for (const [index, { start, end, page, left, top, width, height }] of placed.entries())
    packed.set([start, end, page, left, top, width, height], index * NUMBERS);
  return {
    result: { ...result, extracted: { ...result.extracted, placed: [] } },
    placed: packed,
  };
};

export const unpackResult = (result: ExtractionResult, packed: Float64Array): ExtractionResult => {
  if (result.outcome !== 'extracted') return result;
  const placed: PlacedText[] = [];
  for (let at = 0; at < packed.length; at += NUMBERS) {
    const [start = 0, end = 0, page = 0, left = 0, top = 0, width = 0, height = 0] =
      packed.subarray(at, at + NUMBERS);
    placed.push({ start, end, page, left, top, width, height });
  }
  return { ...result, extracted: { ...result.extracted, placed } };
};
