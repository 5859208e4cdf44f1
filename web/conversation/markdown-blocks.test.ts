import { expect, test } from 'vitest';
import type { CitationView } from '../../src/contracts/conversation.ts';
import { markdownBlocks } from './markdown-blocks.ts';

const at = (offset: number) => ({ id: String(offset), offset }) as CitationView;

test('the blocks make the text again, whatever its line ends', () => {
  const text = '# One\n\nTwo\r\nthree\n\n```\na\n\nb\n```\n\n- x\n- y\n';
  const blocks = markdownBlocks(text, { citations: [], live: false });
  expect(blocks.map((block) => block.text).join('')).toBe(text.replace('\r\n', ' \n'));
  expect(blocks.length).toBeGreaterThan(3);
});

test('a citation goes to the block that ends at it, with its place in that block', () => {
  const blocks = markdownBlocks('One.\n\nTwo.', { citations: [at(4), at(10)], live: false });
  expect(blocks.map(({ marks }) => marks.map(({ offset }) => offset))).toEqual([[4], [4]]);
});

test('only the block that is being written is completed', () => {
  const blocks = markdownBlocks('One **open\n\nTwo **bold', { citations: [], live: true });
  expect(blocks.map((block) => block.text)).toEqual(['One **open\n\n', 'Two **bold**']);
});
