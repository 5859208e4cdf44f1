import { Parser } from 'htmlparser2';
import type { DocumentWarning } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { createHtmlBlocks } from './html-blocks.ts';
import { NO_TEXT, type Outcome, failed } from './outcome.ts';

const NOT_CONTENT = new Set(
  `script style noscript template svg math iframe object canvas nav select button textarea
    datalist dialog`.split(/\s+/u),
);
/** They never hold anything, so they never end. */
const VOID = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);
const HIDDEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)/iu;

const isHidden = (attributes: Record<string, string>): boolean =>
  'hidden' in attributes ||
  attributes['aria-hidden'] === 'true' ||
  HIDDEN_STYLE.test(attributes['style'] ?? '');

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
  let hiddenText = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'html')
        language = /^[a-z]{2,3}\b/iu.exec(attributes['lang'] ?? '')?.[0].toLowerCase() ?? null;
      if (
        leftOut > 0 ||
        NOT_CONTENT.has(name) ||
        attributes['role'] === 'navigation' ||
        isHidden(attributes)
      ) {
        if (leftOut === 0) hidden = isHidden(attributes);
        if (!VOID.has(name)) leftOut += 1;
      } else if (name === 'title') inTitle = title.length === 0;
      else blocks.open(name);
    },
    ontext: (text) => {
      if (leftOut > 0) hiddenText ||= hidden && /\p{L}{3}/u.test(text);
      else if (inTitle) title.push(text);
      else blocks.text(text);
    },
    onclosetag: (name) => {
      if (VOID.has(name)) return;
      if (leftOut > 0) leftOut -= 1;
      else if (name === 'title') inTitle = false;
      else blocks.close(name);
    },
  });
  parser.end(source);
  const built = blocks.finish();
  if (built.text.trim() === '') return failed(NO_TEXT);
  const heading = built.blocks.find((block) => block.kind === 'heading');
  const named = cleaner.clean(title.join('')).replaceAll(/\s+/gu, ' ').trim();
  return {
    outcome: 'extracted',
    extracted: {
      ...built,
      pages: null,
      title: named || (heading ? built.text.slice(heading.start, heading.end) : null),
      language,
      placed: [],
      warnings: [...cleaner.warnings(), ...(hiddenText ? [hiddenWarning] : [])],
      metadata: {},
      whole: true,
    },
  };
};

const hiddenWarning: DocumentWarning = {
  code: 'hidden-text',
  range: null,
  reason: 'The page holds text that a browser does not show. It was left out.',
};
