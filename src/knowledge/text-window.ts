import type { Block, TextRange } from '../domain/document.ts';

type Text = { text: string; blocks: readonly Block[] };
export type TextWindow = TextRange & { text: string; blocks: Block[]; total: number };

/** At most so many characters go out at once; most documents are shorter and go out whole. */
const LARGEST = 200_000;
/** A window is widened to whole blocks or rows, unless they are longer than this. */
const SLACK = 20_000;

/** Where a window may begin or end without cutting through a block or a row. */
const cutsAround = (blocks: readonly Block[], at: number): number[] => {
  const index = blocks.findIndex(({ end }) => end > at);
  const block = blocks[index];
  if (!block || block.start >= at) return [blocks[index - 1]?.end ?? 0, block?.start ?? at];
  return [block.start, ...(block.rows ?? []), blocks[index + 1]?.start ?? block.end];
};

const widen = (blocks: readonly Block[], range: TextRange, total: number): TextRange => {
  const before = cutsAround(blocks, range.start).findLast((cut) => cut <= range.start) ?? 0;
  const after = cutsAround(blocks, range.end).find((cut) => cut >= range.end) ?? total;
  return {
    start: range.start - before > SLACK ? range.start : before,
    end: range.end >= total ? total : after - range.end > SLACK ? range.end : after,
  };
};

/** The part of a block that lies in a window. Without its beginning, its first row is no header. */
const clip = (block: Block, { start, end }: TextRange): Block => ({
  ...block,
  start: Math.max(block.start, start),
  end: Math.min(block.end, end),
  ...(block.rows ? { rows: block.rows.filter((row) => row >= start && row < end) } : {}),
  ...(block.header === true && block.start < start ? { header: false } : {}),
});

/** The part of a text around `[from, to)` with its blocks; offsets stay those of the whole text. */
export const windowOf = (
  { text, blocks }: Text,
  { from = 0, to }: { from?: number | undefined; to?: number | undefined },
): TextWindow => {
  const total = text.length;
  const start = Math.min(from, total);
  const wished = Math.max(to ?? start + LARGEST, start + 1);
  const end = Math.min(wished, start + LARGEST, total);
  const range = widen(blocks, { start, end }, total);
  const inside = blocks.filter((block) => block.end > range.start && block.start < range.end);
  return {
    ...range,
    total,
    text: text.slice(range.start, range.end),
    blocks: inside.map((block) => clip(block, range)),
  };
};
