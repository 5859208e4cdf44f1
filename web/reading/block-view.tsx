import { memo } from 'react';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Pieces } from './marks.tsx';
import { flowing, grouped, tableRows, type TextBlock, type TextWindow } from './text-blocks.ts';

type Props = { window: TextWindow; block: TextBlock };

const Table = ({ window, block }: Props) => (
  <ScrollRegion role="group" aria-label="Table" className="overflow-x-auto">
    <table>
      <tbody>
        {tableRows(window, block).map((cells, index) => (
          <tr key={cells[0]?.start ?? index}>
            {cells.map((cell) => {
              const Cell = block.header === true && index === 0 ? 'th' : 'td';
              return (
                <Cell key={cell.start}>
                  <Pieces window={window} within={cell} />
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </ScrollRegion>
);

/** Items that lie deeper are indented no further: on a phone little would be left of the line. */
const DEEPEST = 6;
const headingSizes = ['text-lg', 'text-base', 'text-[0.9375rem]'];

const BlockView = ({ window, block }: Props) => {
  const content = <Pieces window={window} within={block} />;
  switch (block.kind) {
    case 'heading':
      return (
        <p
          role="heading"
          aria-level={Math.min((block.level ?? 1) + 1, 6)}
          className={`mt-5 mb-2 leading-snug font-semibold ${headingSizes[(block.level ?? 1) - 1] ?? 'text-sm'}`}
        >
          {content}
        </p>
      );
    case 'list-item':
      return (
        <div
          role="listitem"
          className="my-1 flex gap-2"
          style={{
            paddingInlineStart: `${0.5 + (Math.min(block.level ?? 1, DEEPEST) - 1) * 1.25}rem`,
          }}
        >
          <span aria-hidden>•</span>
          <div>{content}</div>
        </div>
      );
    case 'table':
    case 'row-group':
      return <Table window={window} block={block} />;
    case 'code':
      return (
        <pre className="my-3 rounded-lg bg-muted p-3 font-mono text-xs leading-5 whitespace-pre-wrap">
          {content}
        </pre>
      );
    case 'slide':
    case 'paragraph':
      return (
        <p className="my-3 whitespace-pre-line">
          <Pieces window={flowing(window, block)} within={block} />
        </p>
      );
    default:
      return block.kind satisfies never;
  }
};

/** Blocks of a text as their author made them. */
export const Blocks = memo(
  ({ window, blocks }: { window: TextWindow; blocks: readonly TextBlock[] }) =>
    grouped(blocks).map((group) => {
      const drawn = group.map((block) => (
        <div key={block.start} data-at={block.start}>
          <BlockView window={window} block={block} />
        </div>
      ));
      return group[0]?.kind === 'list-item' ? (
        <div role="list" key={group[0].start}>
          {drawn}
        </div>
      ) : (
        drawn
      );
    }),
);
Blocks.displayName = 'Blocks';
