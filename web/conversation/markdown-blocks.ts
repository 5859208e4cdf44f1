import { Lexer } from 'marked';
import remend from 'remend';
import type { CitationView } from '../../src/contracts/conversation.ts';
import type { PlacedMark } from '../citations/place-citations.ts';

export type MarkdownBlock = { text: string; marks: PlacedMark[] };

const split = (text: string): string[] => {
  const blocks: string[] = [];
  for (const token of Lexer.lex(text, { gfm: true })) {
    if (token.type === 'space' && blocks.length > 0) blocks[blocks.length - 1] += token.raw;
    else blocks.push(token.raw);
  }
  return blocks;
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
  { citations, live }: { citations: CitationView[]; live: boolean },
): MarkdownBlock[] => {
  const blocks = split(text.replaceAll('\r\n', ' \n').replaceAll('\r', '\n'));
  const last = blocks.at(-1);
  const dealt = deal(blocks, citations);
  const tail = dealt.at(-1);
  if (live && last !== undefined && tail) tail.text = remend(last);
  return dealt;
};
