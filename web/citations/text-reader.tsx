import { useEffect, useMemo, useRef, useState } from 'react';
import type { VersionText } from '../../src/contracts/knowledge.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { blocksAround, pieces, tableRows, type TextBlock } from './text-blocks.ts';

type Range = { start: number; end: number };
type Props = { version: VersionText; marked: Range | null };

/** As many blocks before and behind the place are drawn at first. */
const AROUND = 60;

const Pieces = ({ text, within, marked }: { text: string; within: Range; marked: Range | null }) =>
  pieces(text, within, marked).map((piece) =>
    piece.marked ? (
      <mark key={piece.start}>{piece.text}</mark>
    ) : (
      <span key={piece.start}>{piece.text}</span>
    ),
  );

const Table = ({
  text,
  block,
  marked,
}: {
  text: string;
  block: TextBlock;
  marked: Range | null;
}) => {
  const rows = tableRows(text, block);
  return (
    <ScrollRegion role="group" aria-label="Table" className="overflow-x-auto">
      <table>
        <tbody>
          {rows.map((cells, index) => (
            <tr key={cells[0]?.start ?? index}>
              {cells.map((cell) => {
                const Cell = block.header === true && index === 0 ? 'th' : 'td';
                return (
                  <Cell key={cell.start}>
                    <Pieces text={text} within={cell} marked={marked} />
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
};

const headingSizes = ['text-lg', 'text-base', 'text-[0.9375rem]'];

const Block = ({
  text,
  block,
  marked,
}: {
  text: string;
  block: TextBlock;
  marked: Range | null;
}) => {
  const content = <Pieces text={text} within={block} marked={marked} />;
  switch (block.kind) {
    case 'heading':
      return (
        <p
          role="heading"
          aria-level={Math.min((block.level ?? 1) + 2, 6)}
          className={`mt-5 mb-2 leading-snug font-semibold ${headingSizes[(block.level ?? 1) - 1] ?? 'text-sm'}`}
        >
          {content}
        </p>
      );
    case 'list-item':
      return (
        <div role="listitem" className="my-1 flex gap-2 pl-2">
          <span aria-hidden>•</span>
          <div>{content}</div>
        </div>
      );
    case 'table':
    case 'row-group':
      return <Table text={text} block={block} marked={marked} />;
    case 'code':
      return (
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region has to be reachable
          tabIndex={0}
          className="my-3 overflow-x-auto rounded-lg bg-muted p-3 font-mono text-xs leading-5"
        >
          {content}
        </pre>
      );
    case 'slide':
    case 'paragraph':
      return <p className="my-3 whitespace-pre-line">{content}</p>;
    default:
      return block.kind satisfies never;
  }
};

/** List items stand in a list, one after the other as they come. */
const grouped = (blocks: TextBlock[]): TextBlock[][] => {
  const groups: TextBlock[][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    if (block.kind === 'list-item' && group?.[0]?.kind === 'list-item') group.push(block);
    else groups.push([block]);
  }
  return groups;
};

/** A document as text, the cited words marked and in view. */
export const TextReader = ({ version, marked }: Props) => {
  const { text, blocks, language } = version;
  const [whole, setWhole] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => (whole ? blocks : blocksAround(blocks, marked, AROUND)),
    [blocks, marked, whole],
  );
  useEffect(() => {
    if (marked) root.current?.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }, [marked]);
  return (
    <div
      ref={root}
      className="source-text px-5 pb-10"
      {...(language === null ? {} : { lang: language })}
    >
      {shown.length < blocks.length ? (
        <button type="button" className="button button-quiet my-3" onClick={() => setWhole(true)}>
          Show the whole document
        </button>
      ) : null}
      {grouped(shown).map((group) => {
        const drawn = group.map((block) => (
          <Block key={block.start} text={text} block={block} marked={marked} />
        ));
        return group[0]?.kind === 'list-item' ? (
          <div role="list" key={group[0].start}>
            {drawn}
          </div>
        ) : (
          drawn
        );
      })}
    </div>
  );
};
