import { isUnspaced } from '../lib/language/scripts.ts';
import { sentenceRanges, type Span } from '../lib/language/sentences.ts';
import { contentStems, stemsOf } from '../lib/language/stems.ts';

/** `[start, end)` of the version's text; `support` is the share of the claim's words that stand there. */
export type Place = { start: number; end: number; support: number };
type PlaceablePassage = { text: string; start: number };

/** Less than this supports nothing: the citation then stands for the passage as a whole. */
const LEAST_SUPPORT = 0.4;
/** A claim that its own passage supports this well is not looked for elsewhere. */
const GOOD_SUPPORT = 0.6;
/** How much better another passage has to be. */
const CLEARLY_BETTER = 0.2;
const MOST_SENTENCES = 3;
/** What a further sentence has to add to be part of the place. */
const FOR_EACH_SENTENCE = 0.1;
const CLAIM_SENTENCES = 2;

/**
 * What a mark at `offset` of an answer stands for: the last sentences before it, not back beyond the mark before.
 * Several marks at one place share their claim.
 */
export const claimBefore = (
  answer: string,
  offset: number,
  earlierMarks: readonly number[],
): string => {
  const from = Math.max(
    0,
    ...earlierMarks.filter((mark) => mark < offset && answer.slice(mark, offset).trim() !== ''),
  );
  const since = answer.slice(from, offset);
  const paragraph = since.slice(since.trimEnd().lastIndexOf('\n\n') + 1);
  const sentences = sentenceRanges(paragraph).slice(-CLAIM_SENTENCES);
  const [first, last] = [sentences[0], sentences.at(-1)];
  return first && last ? paragraph.slice(first.start, last.end) : '';
};

type SentenceStems = Span & { stems: ReadonlySet<string> };

/** A word that stands in one sentence only says more about the place than one that stands in all. */
const rarityIn =
  (sentences: readonly SentenceStems[]) =>
  (stem: string): number =>
    1 / Math.max(1, sentences.filter(({ stems }) => stems.has(stem)).length);

type Window = Place & { worth: number };

const bestWindow = (
  wanted: readonly string[],
  sentences: readonly SentenceStems[],
): Window | null => {
  const rarity = rarityIn(sentences);
  const all = wanted.reduce((sum, stem) => sum + rarity(stem), 0);
  let best: Window | null = null;
  for (const [index, first] of sentences.entries()) {
    const present = new Set<string>();
    for (let more = 0; more < MOST_SENTENCES; more += 1) {
      const last = sentences[index + more];
      if (!last) break;
      for (const stem of wanted) if (last.stems.has(stem)) present.add(stem);
      const share =
        wanted.reduce((sum, stem) => sum + (present.has(stem) ? rarity(stem) : 0), 0) / all;
      const support = present.size / wanted.length;
      const worth = (share + support) / 2 - FOR_EACH_SENTENCE * more;
      if (worth > (best?.worth ?? 0)) best = { start: first.start, end: last.end, support, worth };
    }
  }
  return best;
};

type Request = { claim: string; language: string };

/** Pairs of characters change with every word beside them: half as many stay when a sentence is said otherwise. */
const scaleFor = (language: string): number => (isUnspaced(language) ? 0.5 : 1);

/** The sentences of one passage that support a claim best; null when none does. */
export const placeCitation = ({
  claim,
  passage,
  language,
}: Request & { passage: PlaceablePassage }): Place | null => {
  const wanted = [...new Set(contentStems(claim, language))];
  if (wanted.length === 0) return null;
  const sentences = sentenceRanges(passage.text).map((range) => ({
    ...range,
    stems: new Set(stemsOf(passage.text.slice(range.start, range.end), language)),
  }));
  const best = bestWindow(wanted, sentences);
  if (!best || best.support < LEAST_SUPPORT * scaleFor(language)) return null;
  return {
    start: passage.start + best.start,
    end: passage.start + best.end,
    support: best.support,
  };
};

/**
 * Where a claim is supported among everything that was found: in the passage the mark names, or, when that does
 * not support it and another one clearly does, there. `passageNumber` counts from 1.
 */
export const placeAmong = ({
  passages,
  passageNumber,
  ...claim
}: Request & { passages: readonly PlaceablePassage[]; passageNumber: number }):
  | (Place & { passageNumber: number })
  | null => {
  const placeIn = (number: number) => {
    const passage = passages[number - 1];
    const place = passage ? placeCitation({ ...claim, passage }) : null;
    return place && { ...place, passageNumber: number };
  };
  const good = GOOD_SUPPORT * scaleFor(claim.language);
  const marked = placeIn(passageNumber);
  if (marked && marked.support >= good) return marked;
  const best = passages
    .map((_, index) => placeIn(index + 1))
    .filter((place) => place !== null)
    .reduce((top, place) => (place.support > (top?.support ?? 0) ? place : top), marked);
  const moved =
    best && best.support >= good && best.support >= (marked?.support ?? 0) + CLEARLY_BETTER;
  return moved ? best : marked;
};
