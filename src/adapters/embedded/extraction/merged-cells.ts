/** A cell that may reach over further rows and columns. */
export type WideCell = { text: string; rows: number; columns: number };

const MOST_COLUMNS = 1000;

/** Every text in the column that it stands in: what merged cells cover stays empty. */
export const inColumns = (rows: readonly (readonly WideCell[])[]): string[][] => {
  /** Of each column, how many of the rows to come are covered from above. */
  let covered: number[] = [];
  return rows.map((cells) => {
    const row: string[] = [];
    const next: number[] = [];
    const skipCovered = (): void => {
      for (let left = covered[row.length] ?? 0; left > 0; left = covered[row.length] ?? 0) {
        next[row.length] = left - 1;
        row.push('');
      }
    };
    for (const cell of cells) {
      skipCovered();
      const columns = Math.min(Math.max(1, cell.columns), MOST_COLUMNS);
      for (let column = 0; column < columns; column += 1) {
        next[row.length] = cell.rows - 1;
        row.push(column === 0 ? cell.text : '');
      }
    }
    skipCovered();
    covered = next;
    return row;
  });
};
