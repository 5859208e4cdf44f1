import type { Block, ExtractedText, TextRange } from '../domain/document.ts';
import { type Unit, unitsOf } from './passage-units.ts';

export type PassageLimits = { targetWords: number; maxWords: number };
export type PassageRange = TextRange & { headings: string[]; page: number | null };

export const defaultPassageLimits: PassageLimits = { targetWords: 150, maxWords: 200 };

/** Below this a passage may go on over the next heading: alone it would say nothing. */
const STUB_WORDS = 12;
const HEADING_LIMIT = 200;
/** A list of headings looks like the answer to everything and answers nothing. */
const CONTENTS =
  /^(?:table of )?contents$|^inhalt(?:sverzeichnis)?$|^table des matières$|^índice$|^indice$|^inhoud(?:sopgave)?$/iu;

type Open = PassageRange & { words: number };

/** All at once. */
export const splitPassages = (
  extracted: Pick<ExtractedText, 'text' | 'blocks'>,
  limits: PassageLimits = defaultPassageLimits,
): PassageRange[] => [...eachPassage(extracted, limits)];

/**
 * Passages in order: ranges of the text that do not overlap, made of whole blocks below one heading path where they
 * fit, never cut inside a table row, nor inside a sentence unless it is longer than a passage.
 */
export function* eachPassage(
  { text, blocks }: Pick<ExtractedText, 'text' | 'blocks'>,
  limits: PassageLimits = defaultPassageLimits,
): Generator<PassageRange> {
  const path: { level: number; title: string }[] = [];
  let open: Open | null = null;
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'heading') {
      if (open && open.words >= STUB_WORDS) {
        yield close(open);
        open = null;
      }
      const above = path.map(({ title }) => title);
      enter(path, block, text);
      if (hasBody(blocks, index)) continue;
      open = append(open, { ...block, words: 1 }, { headings: above, page: block.page });
      continue;
    }
    const headings = path.map(({ title }) => title);
    if (CONTENTS.test(headings.at(-1) ?? '')) continue;
    for (const unit of unitsOf(text, block, limits.maxWords)) {
      if (open && isFull(open, unit, limits)) {
        yield close(open);
        open = null;
      }
      open = append(open, unit, { headings, page: block.page });
    }
  }
  if (open) yield close(open);
}

const close = ({ start, end, headings, page }: Open): PassageRange => ({
  start,
  end,
  headings,
  page,
});

const isFull = (open: Open, unit: Unit, { targetWords, maxWords }: PassageLimits): boolean =>
  open.words >= targetWords || open.words + unit.words > maxWords;

const append = (
  open: Open | null,
  unit: Unit,
  { headings, page }: { headings: string[]; page: number | undefined },
): Open => {
  if (!open) {
    const named = unit.tableHeader === undefined ? headings : [...headings, unit.tableHeader];
    return {
      start: unit.start,
      end: unit.end,
      words: unit.words,
      headings: named,
      page: page ?? null,
    };
  }
  return {
    ...open,
    end: unit.end,
    words: open.words + unit.words,
    headings: common(open.headings, headings),
  };
};

/** A passage under two headings stands under what they share; one in a table keeps its header row. */
const common = (one: string[], other: string[]): string[] => {
  const differs = other.findIndex((title, index) => one[index] !== title);
  return differs === -1 ? one : one.slice(0, differs);
};

const enter = (path: { level: number; title: string }[], block: Block, text: string): void => {
  const level = block.level ?? 1;
  while ((path.at(-1)?.level ?? 0) >= level) path.pop();
  path.push({ level, title: text.slice(block.start, block.end).slice(0, HEADING_LIMIT) });
};

/** A heading above nothing of its own, nor above a deeper heading, is a text by itself. */
const hasBody = (blocks: readonly Block[], index: number): boolean => {
  const next = blocks[index + 1];
  if (!next) return false;
  return next.kind !== 'heading' || (next.level ?? 1) > (blocks[index]?.level ?? 1);
};
