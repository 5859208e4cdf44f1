import type { Cleaner } from './clean-text.ts';
import { type TextBuilder, tableRow } from './text-builder.ts';

/** One table, with the text of nested ones in its cells. */
export const createHtmlTable = (cleaner: Cleaner) => {
  const rows: { cells: string[][]; heads: number }[] = [];
  let depth = 1;
  const cell = (): string[] | undefined => rows.at(-1)?.cells.at(-1);
  return {
    open: (name: string) => {
      if (name === 'table') depth += 1;
      else if (depth === 1 && name === 'tr') rows.push({ cells: [], heads: 0 });
      else if (depth === 1 && (name === 'td' || name === 'th')) {
        if (rows.length === 0) rows.push({ cells: [], heads: 0 });
        const row = rows.at(-1);
        row?.cells.push([]);
        if (row && name === 'th') row.heads += 1;
      }
      if (!INLINE.has(name)) cell()?.push(' ');
    },
    text: (text: string) => {
      const target = cell();
      if (target) target.push(text);
      else if (text.trim() !== '') rows.push({ cells: [[text]], heads: 0 }); // a caption
    },
    /** True when the table ends here. */
    close: (name: string): boolean => {
      if (!INLINE.has(name)) cell()?.push(' ');
      if (name === 'table') depth -= 1;
      return depth === 0;
    },
    write: (builder: TextBuilder): void => {
      const texts = rows.map(({ cells }) => cells.map((pieces) => clean(cleaner, pieces)));
      const columns = Math.max(0, ...texts.map((row) => row.length));
      const filled = Array.from({ length: columns }, (_, column) =>
        texts.some((row) => row[column]),
      );
      const written = texts
        .map((row) => row.filter((_, column) => filled[column]))
        .filter((row) => row.some(Boolean));
      if (written.every((row) => row.filter(Boolean).length <= 1)) {
        for (const row of written) builder.add({ kind: 'paragraph' }, row.join(''));
        return;
      }
      const [first] = rows;
      const header = first !== undefined && first.heads > 0 && first.heads === first.cells.length;
      builder.addRows({ kind: 'table', header }, written.map(tableRow));
    },
  };
};

export type HtmlTable = ReturnType<typeof createHtmlTable>;

const INLINE = new Set(
  'a abbr b bdi cite code em font i kbd mark q s small span strong sub sup time u wbr'.split(' '),
);

const clean = (cleaner: Cleaner, pieces: readonly string[]): string =>
  cleaner.clean(pieces.join('')).replaceAll(/\s+/gu, ' ').trim();
