import { useEffect, useMemo, useRef, useState } from 'react';
import { count } from '../parts/count.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { useOutline, useStretch } from './reading-queries.ts';
import { SheetGrid } from './sheet-grid.tsx';
import { sheetRows } from './sheet-rows.ts';
import type { Range } from './text-blocks.ts';
import { TextReader } from './text-reader.tsx';
import type { Focus, ViewerProps } from './viewer.tsx';

type Sheet = Range & { page: number | null; title: string };
type SheetProps = { sheet: Sheet; versionId: string; focus: Focus | null };

/** All of a sheet, from its first row: a piece at a time, each drawn when it is there. */
const SheetPart = ({ sheet, versionId, focus }: SheetProps) => {
  const { data, error, isPending, hasNextPage, isFetching, fetchNextPage, refetch } = useStretch(
    versionId,
    sheet,
  );
  useEffect(() => {
    if (hasNextPage && !isFetching && !error) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  const rows = useMemo(() => sheetRows(data?.pages ?? [], sheet.page), [data, sheet.page]);
  if (isPending) return <Loading label="Opening the sheet" />;
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  const isHere = focus !== null && focus.start >= sheet.start && focus.start < sheet.end;
  return (
    <>
      <SheetGrid rows={rows} label={sheet.title} focus={isHere ? focus : null} />
      <p className="px-4 py-1.5 text-xs text-muted-foreground tabular-nums" role="status">
        {count(rows.length, 'row')}
        {hasNextPage ? ', more are coming' : ''}
      </p>
    </>
  );
};

type TabsProps = { sheets: Sheet[]; index: number; onGo: (index: number) => void };

const Tabs = ({ sheets, index, onGo }: TabsProps) => {
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    tabs.current?.children[index]?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [index]);
  return (
    <div
      ref={tabs}
      role="group"
      aria-label="Sheets"
      className="flex shrink-0 gap-1 overflow-x-auto px-4 pb-2"
    >
      {sheets.map(({ title, start }, at) => (
        <button
          key={start}
          type="button"
          aria-pressed={at === index}
          className="h-8 max-w-48 shrink-0 truncate rounded-lg px-3 text-[0.8125rem] hover:bg-accent aria-pressed:bg-brand-soft aria-pressed:font-medium aria-pressed:text-brand"
          onClick={() => onGo(at)}
        >
          <bdi>{title}</bdi>
        </button>
      ))}
    </div>
  );
};

/** A workbook: its sheets on tabs. */
const SheetViewer = (props: ViewerProps) => {
  const { version, focus } = props;
  const outline = useOutline(version.versionId);
  const [turned, setTurned] = useState({ from: focus, index: -1 });
  if (outline.isPending) return <Loading label="Opening the sheets" />;
  if (outline.isError)
    return <Failed error={outline.error} onRetry={() => void outline.refetch()} />;
  const { pages, total } = outline.data;
  const sheets: Sheet[] =
    pages.length > 0 ? pages : [{ page: null, title: 'Table', start: 0, end: total }];
  const ofFocus = Math.max(
    0,
    sheets.findLastIndex(({ start }) => start <= (focus?.start ?? 0)),
  );
  const index = turned.from === focus && turned.index >= 0 ? turned.index : ofFocus;
  const sheet = sheets[index];
  if (!sheet || total === 0) return <TextReader {...props} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {sheets.length > 1 ? (
        <Tabs sheets={sheets} index={index} onGo={(to) => setTurned({ from: focus, index: to })} />
      ) : null}
      <SheetPart key={sheet.start} sheet={sheet} versionId={version.versionId} focus={focus} />
    </div>
  );
};

export default SheetViewer;
