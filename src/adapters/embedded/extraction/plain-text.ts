import type { Block } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { NO_TEXT, type Outcome, failed } from './outcome.ts';

const UNDERLINE = /^(?:={3,}|-{3,})$/u;
const LONGEST_TITLE = 60;
/** Capitals only, at least four letters, no end of a sentence. */
const IN_CAPITALS = /^(?=(?:.*\p{Lu}){4})[^\p{Ll}]*[^\p{Ll}.,;]$/u;

/** Blank lines part paragraphs; a line alone that is underlined or in capitals is a heading. The text stays as it is. */
export const readPlainText = (source: string): Outcome => {
  const cleaner = createCleaner();
  const text = cleaner.clean(source, 0).trimEnd();
  if (text.trim() === '') return failed(NO_TEXT);
  const blocks = paragraphs(text).flatMap((block) => withHeading(text, block));
  const [first] = blocks;
  return {
    outcome: 'extracted',
    extracted: {
      text,
      blocks,
      pages: null,
      title: first?.kind === 'heading' ? text.slice(first.start, first.end) : null,
      language: null,
      placed: new Float64Array(),
      warnings: cleaner.warnings(),
      metadata: {},
      whole: true,
    },
  };
};

const paragraphs = (text: string): Block[] =>
  [...text.matchAll(/\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*/gu)].map((match) => ({
    kind: 'paragraph',
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));

const withHeading = (text: string, block: Block): Block[] => {
  const [title = '', underline = '', ...rest] = text.slice(block.start, block.end).split('\n');
  if (underline === '' && title.length <= LONGEST_TITLE && IN_CAPITALS.test(title.trim())) {
    return [{ ...block, kind: 'heading', level: 2 }];
  }
  if (!UNDERLINE.test(underline.trim())) return [block];
  const heading: Block = {
    kind: 'heading',
    level: underline.startsWith('=') ? 1 : 2,
    start: block.start,
    end: block.start + title.trimEnd().length,
  };
  if (rest.length === 0) return [heading];
  const start = block.start + title.length + underline.length + 2;
  return [heading, { ...block, start }];
};
