import { Parser } from 'htmlparser2';
import type { DocumentWarning } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { createHtmlBlocks } from './html-blocks.ts';
import { createHiddenRules } from './html-hidden.ts';
import { NO_TEXT, type Outcome, failed } from './outcome.ts';

const NOT_CONTENT = new Set(
  `script style noscript template svg math iframe object canvas nav select button textarea
    datalist dialog`.split(/\s+/u),
);
/** They never hold anything, so they never end. */
const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
/** The parser takes time by the square of it. */
const DEEPEST = 30_000;
const PLACES_SAID = 20;

/** Reads the tags one after the other, without a tree: no nesting is too deep. */
export const readHtml = (source: string): Outcome => {
  const cleaner = createCleaner();
  const blocks = createHtmlBlocks(cleaner);
  const title: string[] = [];
  let language: string | null = null;
  let inTitle = false;
  /** How many open elements, from the one that is left out inwards. */
  let leftOut = 0;
  let hidden = false;
  let depth = 0;
  const hiddenAt: number[] = [];
  const isHidden = createHiddenRules(source);
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (!VOID.has(name)) depth += 1;
      if (depth > DEEPEST) parser.pause();
      if (name === 'html')
        language = /^[a-z]{2,3}\b/iu.exec(attributes['lang'] ?? '')?.[0].toLowerCase() ?? null;
      if (
        leftOut > 0 ||
        NOT_CONTENT.has(name) ||
        attributes['role'] === 'navigation' ||
        isHidden(name, attributes)
      ) {
        if (leftOut === 0) hidden = isHidden(name, attributes);
        if (!VOID.has(name)) leftOut += 1;
      } else if (name === 'title') inTitle = title.length === 0;
      else blocks.open(name);
    },
    ontext: (text) => {
      if (leftOut > 0) {
        if (hidden && /\p{L}{3}/u.test(text)) hiddenAt.push(blocks.length());
      } else if (inTitle) title.push(text);
      else blocks.text(text);
    },
    onclosetag: (name) => {
      if (VOID.has(name)) return;
      depth -= 1;
      if (leftOut > 0) leftOut -= 1;
      else if (name === 'title') inTitle = false;
      else blocks.close(name);
    },
  });
  parser.end(source);
  const built = blocks.finish();
  if (built.text.trim() === '') return failed(depth > DEEPEST ? TOO_DEEP.reason : NO_TEXT);
  const heading = built.blocks.find((block) => block.kind === 'heading');
  const named = cleaner.clean(title.join('')).replaceAll(/\s+/gu, ' ').trim();
  return {
    outcome: 'extracted',
    extracted: {
      ...built,
      pages: null,
      title: named || (heading ? built.text.slice(heading.start, heading.end) : null),
      language,
      placed: new Float64Array(),
      warnings: [
        ...cleaner.warnings(),
        ...hiddenWarnings(hiddenAt, built.text.length),
        ...(depth > DEEPEST ? [TOO_DEEP] : []),
      ],
      metadata: {},
      whole: depth <= DEEPEST,
    },
  };
};

/** One for each place: what is hidden in several pieces at one place is said once. */
const hiddenWarnings = (places: readonly number[], end: number): DocumentWarning[] =>
  [...new Set(places.map((place) => Math.min(place, end)))].slice(0, PLACES_SAID).map((place) => ({
    code: 'hidden-text',
    range: { start: place, end: place },
    reason: 'The page holds text that a browser does not show. It was left out.',
  }));

const TOO_DEEP: DocumentWarning = {
  code: 'too-deep',
  range: null,
  reason: `More than ${DEEPEST} elements of this page lie in each other, as in an attack. Only what stands before was read.`,
};
