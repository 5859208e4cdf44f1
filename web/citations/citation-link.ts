import type { CitationView } from '../../src/contracts/conversation.ts';
import { wordsOf, type Link } from '../reading/deep-link.ts';

/** The link to the cited words; null: they stand in no document of ours. */
export const linkOfCitation = (citation: CitationView): Link | null => {
  const { documentId, versionId, start, end, quote } = citation;
  if (documentId === null || versionId === null || start === null || end === null) return null;
  return { documentId, versionId, start, end, words: wordsOf(quote) };
};
