import { memo, useEffect, useMemo, useRef, useState, type UIEvent } from 'react';
import { Pieces, useMarks } from './marks.tsx';
import { columnEdges, columnsBetween } from './sheet-columns.ts';
import type { SheetRow } from './sheet-rows.ts';
import { marksIn, type Range } from './text-blocks.ts';
import type { Focus } from './viewer.tsx';

const HEIGHT = 30;
/** Drawn above and below what is seen, so that scrolling shows no gaps. */
const SPARE = 12;
const GUTTER = 52;

type View = { top: number; left: number; width: number; height: number };

const useView = () => {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ top: 0, left: 0, width: 0, height: 0 });
  useEffect(() => {
    const at = scroller.current;
    if (!at) return undefined;
    const observer = new ResizeObserver(() =>
      setView((now) => ({ ...now, width: at.clientWidth, height: at.clientHeight })),
    );
    observer.observe(at);
    return () => observer.disconnect();
  }, []);
  const onScroll = ({ currentTarget: { scrollTop, scrollLeft } }: UIEvent<HTMLDivElement>): void =>
    setView((now) => ({ ...now, top: scrollTop, left: scrollLeft }));
  return { scroller, view, onScroll };
};

type Columns = { edges: readonly number[]; first: number; last: number };
type RowProps = { row: SheetRow; columns: Columns; number: number | null };

const Cell = ({ row, column, width }: { row: SheetRow; column: number; width: number }) => {
  const cell = row.cells[column] ?? null;
  const marked = useMarks();
  const here: Range[] = cell ? marksIn(marked, cell) : [];
  return (
    <div
      role={row.kind === 'header' ? 'columnheader' : 'cell'}
      aria-colindex={column + 1}
      data-marked={here.length > 0 || undefined}
      title={
        cell
          ? row.window.text.slice(cell.start - row.window.start, cell.end - row.window.start).trim()
          : undefined
      }
      className="truncate border-r border-b border-border px-2.5 leading-[29px] data-marked:bg-brand-soft data-marked:ring-1 data-marked:ring-brand data-marked:ring-inset"
      style={{ width }}
    >
      {cell ? <Pieces window={row.window} within={cell} /> : null}
    </div>
  );
};

/** Drawn anew only when other columns are seen: scrolling down adds rows. */
const Row = memo(({ row, columns: { edges, first, last }, number }: RowProps) => {
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  const widthOf = (column: number): number => (edges[column + 1] ?? 0) - (edges[column] ?? 0);
  return (
    <div
      role="row"
      aria-rowindex={number ?? 1}
      className={`flex h-full bg-card ${row.kind === 'header' ? 'bg-muted font-medium' : ''}`}
    >
      <div
        role="rowheader"
        className="sticky left-0 z-10 shrink-0 border-r border-b border-border bg-muted pr-2 text-right text-xs leading-[29px] text-muted-foreground tabular-nums"
        style={{ width: GUTTER }}
      >
        {number ?? <span className="sr-only">Columns</span>}
      </div>
      {row.kind === 'line' ? (
        <Cell row={row} column={0} width={Math.max(edges.at(-1) ?? 0, 300)} />
      ) : (
        <>
          <div role="presentation" className="shrink-0" style={{ width: edges[first] }} />
          {shown.map((column) => (
            <Cell key={column} row={row} column={column} width={widthOf(column)} />
          ))}
        </>
      )}
    </div>
  );
});
Row.displayName = 'Row';

const rowAt = (rows: readonly SheetRow[], at: number): number => {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
};

type Props = { rows: SheetRow[]; label: string; focus: Focus | null };

/** A sheet of any size: only the rows and columns that are seen are drawn. */
export const SheetGrid = ({ rows, label, focus }: Props) => {
  const { scroller, view, onScroll } = useView();
  const edges = useMemo(() => columnEdges(rows), [rows]);
  const isLoaded = focus !== null && focus.start < (rows.at(-1)?.end ?? 0);
  useEffect(() => {
    const at = scroller.current;
    if (!at || !focus || !isLoaded || view.height === 0) return;
    const index = rowAt(rows, focus.start);
    const column = rows[index]?.cells.findIndex((cell) => cell && cell.end > focus.start) ?? 0;
    at.scrollTo({
      top: Math.max(0, index * HEIGHT - view.height / 2),
      left: Math.max(0, (edges[column] ?? 0) - view.width / 2),
    });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- goes there once, when it is there
  }, [focus, isLoaded, view.height === 0]);
  const first = Math.max(0, Math.floor(view.top / HEIGHT) - SPARE);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / HEIGHT) + SPARE);
  const seen = columnsBetween(edges, {
    from: Math.max(0, view.left - GUTTER),
    to: view.left + view.width,
  });
  const columns = useMemo(
    () => ({ edges, first: seen.first, last: seen.last }),
    [edges, seen.first, seen.last],
  );
  const top = rows[Math.floor(view.top / HEIGHT)];
  const names = top?.kind === 'cells' ? top.header : null;
  const width = GUTTER + (edges.at(-1) ?? 0);
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length}
      aria-colcount={edges.length - 1}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable
      tabIndex={0}
      data-sheet
      className="relative min-h-0 flex-1 overflow-auto border-t border-border text-[0.8125rem] outline-offset-[-2px]"
      onScroll={onScroll}
    >
      {names ? (
        <div role="rowgroup" className="sticky top-0 z-20 h-0">
          <div style={{ width, height: HEIGHT }}>
            <Row row={names} columns={columns} number={null} />
          </div>
        </div>
      ) : null}
      <div role="rowgroup" className="relative" style={{ width, height: rows.length * HEIGHT }}>
        {rows.slice(first, last).map((row, index) => (
          <div
            key={first + index}
            role="presentation"
            className="absolute w-full"
            style={{ top: (first + index) * HEIGHT, height: HEIGHT }}
          >
            <Row row={row} columns={columns} number={first + index + 1} />
          </div>
        ))}
      </div>
    </div>
  );
};
