import type { OfficeContentNode } from 'officeparser';
import type { Cleaner } from './clean-text.ts';
import { createTextBuilder, tableRow } from './text-builder.ts';

const NOTE_DEPTH = 20;

/** Walks Word's tree; footnotes and comments follow the block that they belong to. */
export const createOfficeBlocks = (cleaner: Cleaner) => {
  const builder = createTextBuilder();
  const line = (text: string): string => cleaner.clean(text).replaceAll(/\s+/gu, ' ').trim();

  const writeText = (node: OfficeContentNode) => {
    const text = line(textOf(node));
    if (text === '') return;
    if (node.type === 'heading') builder.add({ kind: 'heading', level: levelOf(node) }, text);
    else if (node.type === 'list') builder.add({ kind: 'list-item' }, `${markerOf(node)}${text}`);
    else builder.add({ kind: node.type === 'code' ? 'code' : 'paragraph' }, text);
  };
  const writeTable = (node: OfficeContentNode) => {
    const rows = (node.children ?? [])
      .map((row) => (row.children ?? []).map((cell) => line(textOf(cell))))
      .filter((cells) => cells.some((cell) => cell !== ''))
      .map(tableRow);
    if (rows.length > 0) builder.addRows({ kind: 'table', header: rows.length > 1 }, rows);
  };
  const write = (nodes: readonly OfficeContentNode[]): void => {
    for (const node of nodes) {
      if (node.type === 'table') writeTable(node);
      else writeText(node);
      for (const note of notesOf(node)) {
        const text = line(textOf(note));
        if (text !== '') builder.add({ kind: 'paragraph' }, text);
      }
    }
  };
  return { write, finish: builder.finish };
};

/** Its own text, or that of what it holds: a cell with a table in it has none itself. */
const textOf = (node: OfficeContentNode): string =>
  node.text?.trim() ? node.text : (node.children ?? []).map(textOf).join(' ');

const notesOf = (node: OfficeContentNode, depth = 0): OfficeContentNode[] =>
  depth > NOTE_DEPTH
    ? []
    : [
        ...(node.notes ?? []),
        ...(node.comments ?? []),
        ...(node.children ?? []).flatMap((child) => notesOf(child, depth + 1)),
      ];

const levelOf = ({ metadata }: OfficeContentNode): number =>
  metadata && 'level' in metadata && typeof metadata.level === 'number' ? metadata.level : 1;

const markerOf = ({ metadata }: OfficeContentNode): string =>
  metadata && 'listType' in metadata && metadata.listType === 'ordered' && 'itemIndex' in metadata
    ? `${metadata.itemIndex + 1}. `
    : '';
