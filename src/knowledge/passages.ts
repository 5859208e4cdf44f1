import type { Block, ExtractedText, TextRange } from '../domain/document.ts';
import { type Unit, unitsOf } from './passage-units.ts';

/** `isDeck`: its pages are slides, each of its own: what stands above ends with it. */
type Text = Pick<ExtractedText, 'text' | 'blocks'> & { isDeck?: boolean };
export type PassageLimits = { targetWords: number; maxWords: number };
export type PassageRange = TextRange & { headings: string[]; page: number | null };

const defaultPassageLimits: PassageLimits = { targetWords: 150, maxWords: 200 };

/** Below this a passage may go on over the next heading: alone it would say nothing. */
const STUB_WORDS = 12;
const HEADING_LIMIT = 200;
/** A list of headings looks like the answer to everything and answers nothing. */
const CONTENTS =
  /^(?:table of )?contents$|^inhalt(?:sverzeichnis)?$|^table des matières$|^índice$|^indice$|^inhoud(?:sopgave)?$/iu;

/** `shared`: it stands under several headings, and its path is what they share. */
type Open = PassageRange & { words: number; shared: boolean };

/** All at once. */
export const splitPassages = (
  extracted: Text,
  limits: PassageLimits = defaultPassageLimits,
): PassageRange[] => [...eachPassage(extracted, limits)];

/**
 * Passages in order: ranges of the text that do not overlap, made of whole blocks below one heading path where they
 * fit, never cut inside a table row, nor inside a sentence unless it is longer than a passage.
 */
export function* eachPassage(
  { text, blocks, isDeck = false }: Text,
  limits: PassageLimits = defaultPassageLimits,
): Generator<PassageRange> {
  const path: { level: number; title: string }[] = [];
  let open: Open | null = null;
  let page: number | undefined;
  for (const [index, block] of blocks.entries()) {
    if (isDeck && block.page !== page) path.length = 0;
    ({ page } = block);
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
    if (CONTENTS.test(headings.at(-1) ?? '')) {
      if (open) yield close(open);
      open = null;
      continue;
    }
    for (const unit of unitsOf(text, block, limits.maxWords)) {
      if (open && (isFull(open, unit, limits) || endsWithPage(open, block))) {
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

/** What is cited stands on the page that is named. */
const endsWithPage = (open: Open, { page }: Block): boolean =>
  open.words >= STUB_WORDS && page !== undefined && open.page !== null && page !== open.page;

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
      shared: false,
    };
  }
  const isLead = !open.shared && open.words < STUB_WORDS && isBelow(open.headings, headings);
  const below = isLead ? headings : common(open.headings, headings);
  return {
    ...open,
    end: unit.end,
    words: open.words + unit.words,
    headings: below,
    page: open.words < STUB_WORDS ? (page ?? open.page) : open.page,
    shared: open.shared || below.length < headings.length,
  };
};

/** "Life leaves room for it.", and then a deeper heading: what comes is about that. */
const isBelow = (above: readonly string[], headings: readonly string[]): boolean =>
  headings.length > above.length && above.every((title, index) => headings[index] === title);

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

/** What parts the name of a page from that of its site, as in "… | Name of the site". */
const BEHIND_TITLE = /^(?: [|·•»–—-] |: )/u;

/** A document whose title is its first heading says it once. */
export const withoutTitle = (headings: string[], title: string): string[] => {
  const first = headings[0]?.replaceAll(/\s+/gu, ' ').trim();
  if (first === undefined || !title.startsWith(first)) return headings;
  const rest = title.slice(first.length);
  return rest === '' || BEHIND_TITLE.test(rest) ? headings.slice(1) : headings;
};
