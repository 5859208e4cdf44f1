import type { Block, DocumentMetadata } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { NO_TEXT, type Outcome, failed } from './outcome.ts';

type Line = { text: string; start: number; end: number };

const FENCE = /^ {0,3}(`{3,}|~{3,})/u;
const HEADING = /^ {0,3}(#{1,6})[ \t]+(\S.*?)[ \t]*#*[ \t]*$/u;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/u;
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/u;
const ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)/u;
const TABLE_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/u;
const FRONT_MATTER_LIMIT = 200;

/** Finds the blocks of Markdown in the text as it was written: the ranges are the author's own. */
export const readMarkdown = (source: string): Outcome => {
  const cleaner = createCleaner();
  const text = cleaner.clean(source, 0).trimEnd();
  if (text.trim() === '') return failed(NO_TEXT);
  const lines = linesOf(text);
  const front = readFrontMatter(lines);
  const blocks = scan(lines.slice(front.lines));
  const heading = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const { title, ...metadata } = front.metadata;
  return {
    outcome: 'extracted',
    extracted: {
      text,
      blocks,
      pages: null,
      title:
        typeof title === 'string' ? title : heading ? text.slice(heading.start, heading.end) : null,
      language: null,
      placed: new Float64Array(),
      warnings: cleaner.warnings(),
      metadata,
      whole: true,
    },
  };
};

const linesOf = (text: string): Line[] => {
  let start = 0;
  return text.split('\n').map((line) => {
    const at = start;
    start += line.length + 1;
    return { text: line, start: at, end: at + line.length };
  });
};

/** `key: value` lines and lists between two `---`: enough of YAML for titles, dates and tags. */
const readFrontMatter = (lines: readonly Line[]): { lines: number; metadata: DocumentMetadata } => {
  if (lines[0]?.text.trim() !== '---') return { lines: 0, metadata: {} };
  const end = lines.findIndex((line, index) => index > 0 && line.text.trim() === '---');
  if (end === -1 || end > FRONT_MATTER_LIMIT) return { lines: 0, metadata: {} };
  return { lines: end + 1, metadata: metadataOf(lines.slice(1, end)) };
};

const metadataOf = (lines: readonly Line[]): DocumentMetadata => {
  const metadata: DocumentMetadata = {};
  let list: string[] = []; // of the last name without a value
  for (const { text } of lines) {
    const item = /^[ \t]*-[ \t]+(\S.*)$/u.exec(text)?.[1];
    if (item) list.push(unquoted(item));
    const [, name, value] = /^([\w-]{1,100}):[ \t]*(\S.*)?$/u.exec(text) ?? [];
    if (name === undefined || name === '__proto__') continue;
    list = [];
    metadata[name] = value === undefined ? list : valueOf(value.trim());
  }
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
};

const unquoted = (value: string): string => value.trim().replace(/^(["'])(.*)\1$/u, '$2');

const valueOf = (text: string): string | string[] => {
  const list = /^\[(.*)\]$/u.exec(text)?.[1];
  return list === undefined ? unquoted(text) : list.split(',').map(unquoted).filter(Boolean);
};

const scan = (lines: readonly Line[]): Block[] => {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const { block, next } = blockAt(lines, at);
    if (block && block.end > block.start) blocks.push(block);
    at = next;
  }
  return blocks;
};

type Found = { block: Block | null; next: number };

const blockAt = (lines: readonly Line[], at: number): Found => {
  const line = lines[at];
  if (!line || line.text.trim() === '' || RULE.test(line.text))
    return { block: null, next: at + 1 };
  const heading = HEADING.exec(line.text);
  if (heading?.[1] && heading[2]) {
    const start = line.start + line.text.indexOf(heading[2], heading[1].length);
    return {
      block: { kind: 'heading', level: heading[1].length, start, end: start + heading[2].length },
      next: at + 1,
    };
  }
  const fence = FENCE.exec(line.text)?.[1];
  if (fence) return fenced(lines, at, fence);
  if (line.text.includes('|') && TABLE_RULE.test(lines[at + 1]?.text ?? ''))
    return table(lines, at);
  return paragraphOrItem(lines, at);
};

const fenced = (lines: readonly Line[], at: number, fence: string): Found => {
  const rest = lines.slice(at + 1);
  const found = rest.findIndex(
    ({ text }) => text.trim().startsWith(fence) && /^[`~\s]*$/u.test(text),
  );
  const inner = found === -1 ? rest : rest.slice(0, found);
  const [first] = inner;
  const last = inner.at(-1);
  return {
    block: first && last ? { kind: 'code', start: first.start, end: last.end } : null,
    next: at + 1 + inner.length + 1,
  };
};

const table = (lines: readonly Line[], at: number): Found => {
  let next = at + 2;
  while (lines[next]?.text.includes('|')) next += 1;
  const own = lines.slice(at, next);
  const rows = own.filter((_, index) => index !== 1).map((line) => line.start);
  return {
    block: {
      kind: 'table',
      start: own[0]?.start ?? 0,
      end: own.at(-1)?.end ?? 0,
      rows,
      header: true,
    },
    next,
  };
};

const startsBlock = (lines: readonly Line[], at: number): boolean => {
  const text = lines[at]?.text ?? '';
  return (
    text.trim() === '' ||
    HEADING.test(text) ||
    FENCE.test(text) ||
    RULE.test(text) ||
    ITEM.test(text) ||
    (text.includes('|') && TABLE_RULE.test(lines[at + 1]?.text ?? ''))
  );
};

const paragraphOrItem = (lines: readonly Line[], at: number): Found => {
  const first = lines[at] ?? { text: '', start: 0, end: 0 };
  const marker = ITEM.exec(first.text)?.[0] ?? '';
  let next = at + 1;
  while (next < lines.length && !isUnderline(lines, next) && !startsBlock(lines, next)) next += 1;
  const last = lines[next - 1] ?? first;
  if (marker === '' && isUnderline(lines, next)) {
    const level = lines[next]?.text.trim().startsWith('=') ? 1 : 2;
    return { block: { kind: 'heading', level, start: first.start, end: last.end }, next: next + 1 };
  }
  // An ordered item keeps its number: "step 3" is part of what it says.
  const skipped = /\d/u.test(marker) ? marker.length - marker.trimStart().length : marker.length;
  const indent = first.text.length - first.text.trimStart().length;
  return {
    block: {
      kind: marker === '' ? 'paragraph' : 'list-item',
      start: first.start + (marker === '' ? indent : skipped),
      end: last.end - (last.text.length - last.text.trimEnd().length),
    },
    next,
  };
};

const isUnderline = (lines: readonly Line[], at: number): boolean =>
  UNDERLINE.test(lines[at]?.text ?? '');
