import type { Block, TextRange } from '../../../domain/document.ts';

/** What a block is, before its place in the text is known. `continued`: its sentence goes on from the block before. */
export type BlockDraft = Pick<Block, 'kind' | 'level' | 'page' | 'header'> & {
  continued?: boolean;
};

const PARTED = '\n\n';

/** Writes blocks one after the other into one text and keeps their exact ranges. */
export const createTextBuilder = () => {
  const pieces: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  const write = (piece: string) => {
    pieces.push(piece);
    length += piece.length;
  };
  const separate = (next: BlockDraft) => {
    const before = blocks.at(-1);
    if (!before) return;
    const close = next.continued || (before.kind === 'list-item' && next.kind === 'list-item');
    write(close ? '\n' : PARTED);
  };
  const add = ({ continued, ...draft }: BlockDraft, text: string): TextRange => {
    separate({ ...draft, ...(continued && { continued }) });
    const range = { start: length, end: length + text.length };
    write(text);
    blocks.push({ ...draft, ...range });
    return range;
  };
  return {
    add,
    /** Where the text ends so far. */
    length: () => length,
    /** Where the next block begins, unless it belongs close to the last one. */
    nextStart: () => (blocks.length === 0 ? 0 : length + PARTED.length),
    /** A block of rows, one per line. */
    addRows: (draft: BlockDraft, rows: readonly string[]): TextRange => {
      const range = add(draft, rows.join('\n'));
      let at = range.start;
      const starts = rows.map((row) => {
        const start = at;
        at += row.length + 1;
        return start;
      });
      const block = blocks.at(-1);
      if (block) block.rows = starts;
      return range;
    },
    finish: (): { text: string; blocks: Block[] } => ({ text: pieces.join(''), blocks }),
  };
};

export type TextBuilder = ReturnType<typeof createTextBuilder>;

export const CELL_SEPARATOR = ' | ';

/** One line of a table: cells on one line each, separated so that a person and a search can read them. */
export const tableRow = (cells: readonly string[]): string =>
  cells.map((cell) => cell.replaceAll(/\s+/gu, ' ').trim()).join(CELL_SEPARATOR);
