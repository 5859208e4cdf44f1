import type { OfficeContentNode } from 'officeparser';
import type { Cleaner } from './clean-text.ts';
import { createHiddenPlaces, hiddenMarks } from './hidden-mark.ts';
import { type WideCell, inColumns } from './merged-cells.ts';
import { type BlockDraft, createTextBuilder, tableRow } from './text-builder.ts';

const NOTE_DEPTH = 20;
const BLOCKS = new Set(['paragraph', 'heading', 'list', 'table', 'row', 'cell', 'code']);
const GROUPS = new Set(['slide', 'note', 'drawing', 'header', 'footer', 'page', 'embed']);

/** Walks the tree of a document or presentation; footnotes, comments and notes follow what they belong to. */
export const createOfficeBlocks = (cleaner: Cleaner) => {
  const builder = createTextBuilder();
  const hidden = createHiddenPlaces();
  let end = 0;
  let page: number | undefined;
  const line = (text: string): string => cleaner.clean(text).replaceAll(/\s+/gu, ' ').trim();

  const add = (draft: BlockDraft, raw: string): void => {
    const { text, markAt } = hidden.withoutMarks(raw);
    const shown = line(text);
    const start = end;
    if (shown !== '') {
      const range = builder.add({ ...draft, ...(page !== undefined && { page }) }, shown);
      end = range.end;
      if (markAt !== null) {
        hidden.warn('text', Math.min(range.start + line(text.slice(0, markAt)).length, end), page);
      }
    } else if (markAt !== null) {
      hidden.warn(raw.includes(hiddenMarks.slide) ? 'slide' : 'text', start, page);
    }
  };
  const addTable = (node: OfficeContentNode): void => {
    let marked = false;
    const cellOf = (cell: OfficeContentNode): WideCell => {
      const { text, markAt } = hidden.withoutMarks(textOf(cell));
      marked ||= markAt !== null;
      return { text: line(text), ...reachOf(cell) };
    };
    const rows = inColumns((node.children ?? []).map((row) => (row.children ?? []).map(cellOf)))
      .filter((cells) => cells.some((cell) => cell !== ''))
      .map(tableRow);
    if (rows.length > 0) {
      const draft: BlockDraft = { kind: 'table', header: rows.length > 1 };
      end = builder.addRows({ ...draft, ...(page !== undefined && { page }) }, rows).end;
    }
    if (marked) hidden.warn('text', end, page);
  };
  const addAsides = (node: OfficeContentNode): void => {
    for (const note of notesOf(node)) {
      if (node.type === 'slide') prefixed('Notes: ', note.children ?? [note]);
      else prefixed('Footnote: ', [note]);
    }
    for (const comment of commentsOf(node)) prefixed(commentLabel(comment), [comment]);
  };
  /** Says what a text is that does not stand in the document's own flow. */
  const prefixed = (label: string, nodes: readonly OfficeContentNode[]): void => {
    for (const node of nodes) {
      const text = textOf(node);
      if (text.trim() !== '') add({ kind: 'paragraph' }, label + text);
    }
  };
  const writeNode = (node: OfficeContentNode): void => {
    if (node.type === 'slide') page = slideNumberOf(node) ?? page;
    if (node.type === 'table') addTable(node);
    else if (node.type === 'heading') add({ kind: 'heading', level: levelOf(node) }, textOf(node));
    else if (node.type === 'list') add(itemOf(node), markerOf(node) + textOf(node));
    else if (GROUPS.has(node.type)) write(node.children ?? []);
    else if (node.type !== 'image')
      add({ kind: node.type === 'code' ? 'code' : 'paragraph' }, textOf(node));
    addAsides(node);
  };
  const write = (nodes: readonly OfficeContentNode[]): void => {
    for (const node of nodes) writeNode(node);
  };
  return {
    write,
    prefixed,
    finish: () => ({ ...builder.finish(), hidden: hidden.warnings() }),
  };
};

/** Its own text; of what holds paragraphs or tables, as a cell may, theirs with a space between them. */
const textOf = (node: OfficeContentNode): string => {
  const children = node.children ?? [];
  return children.some(({ type }) => BLOCKS.has(type)) || !node.text?.trim()
    ? children.map(textOf).join(' ')
    : node.text;
};

/** Those of a group are written with what it holds. */
const below = (
  node: OfficeContentNode,
  own: (node: OfficeContentNode) => readonly OfficeContentNode[] | undefined,
  depth = 0,
): OfficeContentNode[] =>
  depth > NOTE_DEPTH
    ? []
    : [
        ...(own(node) ?? []),
        ...(GROUPS.has(node.type)
          ? []
          : (node.children ?? []).flatMap((child) => below(child, own, depth + 1))),
      ];

const notesOf = (node: OfficeContentNode) => below(node, ({ notes }) => notes);
const commentsOf = (node: OfficeContentNode) => below(node, ({ comments }) => comments);

const commentLabel = ({ metadata }: OfficeContentNode): string =>
  metadata && 'author' in metadata && typeof metadata.author === 'string' && metadata.author !== ''
    ? `Comment by ${metadata.author}: `
    : 'Comment: ';

const reachOf = ({ metadata }: OfficeContentNode): { rows: number; columns: number } =>
  metadata && 'row' in metadata
    ? { rows: metadata.rowSpan ?? 1, columns: metadata.colSpan ?? 1 }
    : { rows: 1, columns: 1 };

const slideNumberOf = ({ metadata }: OfficeContentNode): number | undefined =>
  metadata && 'slideNumber' in metadata && typeof metadata.slideNumber === 'number'
    ? metadata.slideNumber
    : undefined;

const levelOf = ({ metadata }: OfficeContentNode): number =>
  metadata && 'level' in metadata && typeof metadata.level === 'number' ? metadata.level : 1;

/** An item of a list in a list says how deep it lies. */
const itemOf = ({ metadata }: OfficeContentNode): BlockDraft =>
  metadata && 'listType' in metadata && metadata.indentation > 0
    ? { kind: 'list-item', level: metadata.indentation + 1 }
    : { kind: 'list-item' };

const markerOf = ({ metadata }: OfficeContentNode): string =>
  metadata && 'listType' in metadata && metadata.listType === 'ordered' && 'itemIndex' in metadata
    ? `${metadata.itemIndex + 1}. `
    : '';
