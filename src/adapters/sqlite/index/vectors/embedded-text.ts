import type { Passage } from '../../../../domain/passage.ts';
import { sha256 } from '../../../../lib/ids.ts';

/** What is given to an embedder: a passage says little without its headings. */
export const embeddedText = ({
  title,
  headings,
  text,
}: Pick<Passage, 'title' | 'headings' | 'text'>): string =>
  [title, ...headings, text].filter((part) => part !== '').join('\n');

/** Finds the vector of a passage again, for as long as its text is the same. */
export const vectorKey = (passage: Passage): string =>
  sha256(JSON.stringify([passage.documentId, passage.id, embeddedText(passage)])).slice(0, 32);
