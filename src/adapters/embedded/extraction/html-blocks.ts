import type { Cleaner } from './clean-text.ts';
import { createHtmlTable, type HtmlTable } from './html-table.ts';
import { type BlockDraft, CELL_SEPARATOR, createTextBuilder } from './text-builder.ts';

const BLOCK_TAGS = new Set(
  `address article aside blockquote body center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table
    title tr ul`.split(/\s+/u),
);
const HEADING = /^h([1-6])$/u;

/** Gathers the text between tags into blocks. */
export const createHtmlBlocks = (cleaner: Cleaner) => {
  const builder = createTextBuilder();
  const lists: { ordered: boolean; items: number }[] = [];
  let pieces: string[] = [];
  let heading: number | null = null;
  let marker = '';
  /** A cell began, of a table that was closed too soon, by a tag that browsers pass over. */
  let inNextCell = false;
  let itemDepth = 0;
  let codeDepth = 0;
  let table: HtmlTable | null = null;

  const draft = (): BlockDraft => {
    if (heading !== null) return { kind: 'heading', level: heading };
    if (codeDepth > 0) return { kind: 'code' };
    return { kind: itemDepth > 0 ? 'list-item' : 'paragraph' };
  };
  const flush = () => {
    const raw = cleaner.clean(pieces.join(''), builder.length());
    pieces = [];
    inNextCell = false;
    const text = codeDepth > 0 ? raw.replaceAll(/^\n+|\s+$/gu, '') : collapse(raw);
    if (text.trim() === '') return;
    builder.add(draft(), marker + text);
    marker = '';
  };
  const startItem = () => {
    itemDepth += 1;
    const list = lists.at(-1);
    if (!list) return;
    list.items += 1;
    marker = list.ordered ? `${list.items}. ` : '';
  };
  const openBlock = (name: string) => {
    flush();
    if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', items: 0 });
    else if (name === 'li') startItem();
    else if (name === 'pre') codeDepth += 1;
    else if (name === 'table') table = createHtmlTable(cleaner);
    heading = headingLevel(name) ?? heading;
  };
  const closeBlock = (name: string) => {
    flush();
    if (name === 'ul' || name === 'ol') lists.pop();
    else if (name === 'li') itemDepth = Math.max(0, itemDepth - 1);
    else if (name === 'pre') codeDepth = Math.max(0, codeDepth - 1);
    if (headingLevel(name) !== null) heading = null;
  };
  return {
    /** Where the next text will stand, about. */
    length: () => builder.length(),
    open: (name: string) => {
      if (table) table.open(name);
      else if (name === 'br') pieces.push(codeDepth > 0 ? '\n' : ' ');
      else if (isCell(name)) inNextCell = pieces.some((piece) => piece.trim() !== '');
      else if (BLOCK_TAGS.has(name)) openBlock(name);
    },
    text: (text: string) => {
      if (table) table.text(text);
      else if (inNextCell && text.trim() !== '') {
        pieces.push(CELL_SEPARATOR, text);
        inNextCell = false;
      } else pieces.push(text);
    },
    close: (name: string) => {
      if (table) {
        if (!table.close(name)) return;
        table.write(builder);
        table = null;
      } else if (BLOCK_TAGS.has(name)) closeBlock(name);
    },
    finish: () => {
      if (table) table.write(builder);
      flush();
      return builder.finish();
    },
  };
};

const isCell = (name: string): boolean => name === 'td' || name === 'th';

const headingLevel = (name: string): number | null => {
  const level = HEADING.exec(name)?.[1];
  return level === undefined ? null : Number(level);
};

const collapse = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
