import { utils, write } from '@e965/xlsx';

const ROWS = 20_000;
const COLUMNS = 8;

export const CELLS = ROWS * COLUMNS;

/** A workbook of 160,000 cells: half of them texts that occur once, half numbers. */
export const largeWorkbook = (): Buffer => {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (__, column) =>
      column % 2 === 0 ? `Value ${row} in ${column}` : (row * 7919 + column * 104_729) / 97,
    ),
  );
  const header = Array.from({ length: COLUMNS }, (_, column) => `Column ${column}`);
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([header, ...rows]), 'Data');
  const bytes: unknown = write(book, {
    type: 'buffer',
    bookType: 'xlsx',
    bookSST: true,
    compression: true,
  });
  if (!Buffer.isBuffer(bytes)) throw new Error('the library wrote no bytes');
  return bytes;
};
