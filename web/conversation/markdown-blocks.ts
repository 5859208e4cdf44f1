import { Lexer } from 'marked';
import remend from 'remend';
import type { CitationView } from '../../src/contracts/conversation.ts';
import type { PlacedMark } from '../citations/place-citations.ts';

export type MarkdownBlock = { text: string; marks: PlacedMark[] };

const lex = (text: string): string[] => {
  const blocks: string[] = [];
  for (const token of Lexer.lex(text, { gfm: true })) {
    if (token.type === 'space' && blocks.length > 0) blocks[blocks.length - 1] += token.raw;
    else blocks.push(token.raw);
  }
  return blocks;
};

export type BlockSplitter = (text: string, live: boolean) => string[];

/**
 * Cuts text into blocks. Of a text that only grows, nothing but the last two blocks can still change (a second
 * list item begins as a paragraph), so only they are cut again; a finished text is always cut whole.
 */
export const createBlockSplitter = (): BlockSplitter => {
  let before = '';
  let settled: string[] = [];
  return (text, live) => {
    const kept = live && text.startsWith(before) ? settled : [];
    const start = kept.reduce((sum, block) => sum + block.length, 0);
    const blocks = [...kept, ...lex(text.slice(start))];
    before = text;
    settled = blocks.slice(0, -2);
    return blocks;
  };
};

/** Marks go to the block that their place ends; with their place in it. */
const deal = (blocks: string[], citations: CitationView[]): MarkdownBlock[] => {
  let start = 0;
  const dealt = blocks.map((text) => {
    const block = { text, start, marks: new Array<PlacedMark>() };
    start += text.length;
    return block;
  });
  for (const citation of citations) {
    const block = dealt.findLast(({ start }) => start < citation.offset) ?? dealt[0];
    block?.marks.push({ offset: citation.offset - block.start, citation });
  }
  return dealt;
};

/**
 * The answer cut into blocks that are rendered on their own: while it is written only the last one changes.
 * Line ends become one character each time without changing lengths, because citations count characters.
 */
export const markdownBlocks = (
  text: string,
  { citations, live, split }: { citations: CitationView[]; live: boolean; split: BlockSplitter },
): MarkdownBlock[] => {
  const blocks = split(text.replaceAll('\r\n', ' \n').replaceAll('\r', '\n'), live);
  const last = blocks.at(-1);
  const dealt = deal(blocks, citations);
  const tail = dealt.at(-1);
  if (live && last !== undefined && tail) tail.text = remend(last);
  return dealt;
};
