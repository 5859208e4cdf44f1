import type { Email } from 'postal-mime';
import type { Block, DocumentWarning, ExtractedText } from '../../../domain/document.ts';
import { readHtml } from './html.ts';
import type { Outcome } from './outcome.ts';
import { readPlainText } from './plain-text.ts';

/** Share of words of one part that the other lacks, up to which both are versions of one text. */
const SIMILAR = 0.5;
const SENTENCES_SAID = 20;

export type EmailBody = {
  text: string;
  blocks: Block[];
  warnings: DocumentWarning[];
  language: string | null;
};

/**
 * A mail says the same twice, once plain and once laid out: it is given once, with the layout. Where they differ the
 * plain part is given when it is a whole text, because its reader may see no other, and what only it says is marked;
 * when it is but a remark beside the real mail, the laid out part is given.
 */
export const chooseBody = ({ text = '', html = '' }: Email): EmailBody => {
  const plain = extractedOf(readPlainText(text));
  const rich = extractedOf(readHtml(html));
  const warnings = rich?.warnings ?? [];
  if (!plain || !rich)
    return bodyOf(plain ?? rich, plain ? [...plain.warnings, ...warnings] : warnings);
  const onlyPlain = shareOnlyIn(plain.text, rich.text);
  if (onlyPlain === 0) return bodyOf(rich, warnings);
  if (onlyPlain > SIMILAR || shareOnlyIn(rich.text, plain.text) > SIMILAR)
    return bodyOf(rich, [...warnings, differs(null)]);
  // Places in the part that is not given are no places.
  const others = warnings.map((warning) => ({ ...warning, range: null }));
  return bodyOf(plain, [...plain.warnings, ...others, ...onlyIn(plain, rich)]);
};

const extractedOf = (outcome: Outcome): ExtractedText | null =>
  outcome.outcome === 'extracted' ? outcome.extracted : null;

const bodyOf = (given: ExtractedText | null, warnings: DocumentWarning[]): EmailBody => ({
  text: given?.text ?? '',
  blocks: given?.blocks ?? [],
  language: given?.language ?? null,
  warnings,
});

/** Addresses of links and names of pictures stand in the plain part only: in the other they are shown as what they are. */
const NOT_SAID = /<?\b(?:https?|mailto):[^\s>]+>?|\[(?:image|cid):[^\]]*\]/giu;

const wordsOf = (text: string): string[] =>
  text
    .replaceAll(NOT_SAID, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const shareOnlyIn = (text: string, other: string): number => {
  const words = wordsOf(text);
  const known = new Set(wordsOf(other));
  const missing = words.filter((word) => !known.has(word)).length;
  return words.length === 0 ? 0 : missing / words.length;
};

const onlyIn = (plain: ExtractedText, rich: ExtractedText): DocumentWarning[] => {
  const known = new Set(wordsOf(rich.text));
  const found = [...plain.text.matchAll(/[^.!?\n]+[.!?]?/gu)]
    .filter(([sentence]) => wordsOf(sentence).some((word) => !known.has(word)))
    .slice(0, SENTENCES_SAID);
  if (found.length === 0) return [differs(null)];
  return found.map((match) => differs({ start: match.index, end: match.index + match[0].length }));
};

const differs = (range: DocumentWarning['range']): DocumentWarning => ({
  code: 'different-parts',
  range,
  reason: range
    ? 'Only the plain part of the mail says this; the part with layout, which most programs show, does not.'
    : 'The plain part and the part with layout of this mail say different things. What most programs show was read.',
});
