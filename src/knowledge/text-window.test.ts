import { expect, test } from 'vitest';
import type { Block } from '../domain/document.ts';
import { windowOf } from './text-window.ts';

const paragraphs = (count: number, length: number) => {
  const text = Array.from({ length: count }, (_, at) =>
    String.fromCharCode(97 + (at % 26)).repeat(length),
  ).join('\n\n');
  const blocks = Array.from({ length: count }, (_, at): Block => {
    const start = at * (length + 2);
    return { kind: 'paragraph', start, end: start + length };
  });
  return { text, blocks };
};

test('a short text comes whole', () => {
  const version = paragraphs(3, 10);
  expect(windowOf(version, {})).toEqual({
    ...version,
    start: 0,
    end: version.text.length,
    total: version.text.length,
  });
});

test('windows of a long text are whole blocks, and together the whole text', () => {
  const version = paragraphs(1000, 999);
  let text = '';
  const blocks: Block[] = [];
  while (text.length < version.text.length) {
    const window = windowOf(version, { from: text.length });
    expect(window.start).toBe(text.length);
    expect(window.text.length).toBeLessThan(250_000);
    text += window.text;
    blocks.push(...window.blocks);
  }
  expect(text).toBe(version.text);
  expect(blocks).toEqual(version.blocks);
});

test('a window around a place is widened to the blocks it touches', () => {
  const version = paragraphs(10, 10);
  const { start, end, text } = windowOf(version, { from: 15, to: 26 });
  expect([start, end]).toEqual([12, 36]);
  expect(text).toBe(version.text.slice(12, 36));
});

test('a window of a long table begins with a row, which is no header there', () => {
  const rows = Array.from({ length: 30_000 }, (_, at) => at * 20);
  const text = 'x'.repeat(19).concat('\n').repeat(30_000);
  const table: Block = { kind: 'table', start: 0, end: text.length, rows, header: true };
  const [first] = windowOf({ text, blocks: [table] }, { from: 0 }).blocks;
  const { start, blocks } = windowOf({ text, blocks: [table] }, { from: 300_009, to: 300_100 });
  expect(first?.header).toBe(true);
  expect(start).toBe(300_000);
  expect(blocks[0]?.header).toBe(false);
  expect(blocks[0]?.rows?.[0]).toBe(300_000);
});

test('one endless paragraph is cut all the same', () => {
  const text = 'x'.repeat(1_000_000);
  const version = { text, blocks: [{ kind: 'paragraph' as const, start: 0, end: text.length }] };
  expect(windowOf(version, { from: 500_000 })).toMatchObject({ start: 500_000, end: 700_000 });
});

test('beyond the end there is nothing', () => {
  expect(windowOf(paragraphs(2, 10), { from: 5000 })).toMatchObject({ text: '', blocks: [] });
});
