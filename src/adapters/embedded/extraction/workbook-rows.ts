/** A row that holds something: its filled cells, from left to right. `numbers`: one of them is a number or a date. */
export type SheetRow = {
  index: number;
  columns: number[];
  cells: string[];
  numbers: boolean;
  /** Of the text in it. */
  length: number;
};

export type HiddenCells = { rows: boolean; columns: boolean; cells: boolean };

/** What a person sees of a sheet, and which kinds of things are hidden in it. Not `whole`: its text is too long. */
export type VisibleRows = { rows: SheetRow[]; hidden: string[]; whole: boolean };

export type OpenSheet = {
  name: string;
  hidden: boolean;
  /** Rows from the top until their text is longer than `limit`; null when they cannot be read. */
  read(limit: number): VisibleRows | null;
};

export type OpenWorkbook = { sheets: OpenSheet[]; about: Map<string, string> };

export const startRow = (index: number): SheetRow => ({
  index,
  columns: [],
  cells: [],
  numbers: false,
  length: 0,
});

export const addCell = (
  row: SheetRow,
  { column, text, number }: { column: number; text: string; number: boolean },
): void => {
  row.columns.push(column);
  row.cells.push(text);
  row.length += text.length;
  row.numbers ||= number;
};

export const hiddenKinds = (hidden: HiddenCells): string[] =>
  (['rows', 'columns', 'cells'] as const).filter((kind) => hidden[kind]);
