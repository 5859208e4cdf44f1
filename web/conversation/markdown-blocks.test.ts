import { expect, test } from 'vitest';
import type { CitationView } from '../../src/contracts/conversation.ts';
import { createBlockSplitter, markdownBlocks } from './markdown-blocks.ts';

const at = (offset: number) => ({ id: String(offset), offset }) as CitationView;

test('the blocks make the text again, whatever its line ends', () => {
  const text = '# One\n\nTwo\r\nthree\n\n```\na\n\nb\n```\n\n- x\n- y\n';
  const blocks = markdownBlocks(text, { citations: [], live: false, split: createBlockSplitter() });
  expect(blocks.map((block) => block.text).join('')).toBe(text.replace('\r\n', ' \n'));
  expect(blocks.length).toBeGreaterThan(3);
});

test('a citation goes to the block that ends at it, with its place in that block', () => {
  const blocks = markdownBlocks('One.\n\nTwo.', {
    citations: [at(4), at(10)],
    live: false,
    split: createBlockSplitter(),
  });
  expect(blocks.map(({ marks }) => marks.map(({ offset }) => offset))).toEqual([[4], [4]]);
});

test('only the block that is being written is completed', () => {
  const blocks = markdownBlocks('One **open\n\nTwo **bold', {
    citations: [],
    live: true,
    split: createBlockSplitter(),
  });
  expect(blocks.map((block) => block.text)).toEqual(['One **open\n\n', 'Two **bold**']);
});

test('a text that grows character by character is cut as it is when it stands there whole', () => {
  const text =
    '# One\n\nTwo\nthree\n===\n\n- x\n\n- y\n  1. z\n\n| a | b |\n|---|---|\n| c | d |\n\n```\na\n\nb\n```\n> q\n\nEnd.';
  const split = createBlockSplitter();
  let grown: string[] = [];
  for (let length = 1; length <= text.length; length += 1)
    grown = split(text.slice(0, length), true);
  expect(grown.join('')).toBe(text);
  expect(grown).toEqual(createBlockSplitter()(text, false));
});
