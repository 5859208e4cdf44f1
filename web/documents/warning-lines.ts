import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { pieceOf } from './progress-words.ts';

const MOST_PAGES = 12;

const counted = (pages: readonly number[], places: number, piece: string): string => {
  if (pages.length === 0) return places > 1 ? ` (${places} places)` : '';
  const named = pages.slice(0, MOST_PAGES).join(', ');
  const more = pages.length > MOST_PAGES ? ' and more' : '';
  return ` (${piece}${pages.length === 1 ? '' : 's'} ${named}${more})`;
};

/** What is odd about a document: each thing said once, with where it is so. */
export const warningLines = ({
  warnings,
  format,
}: Pick<DocumentView, 'warnings' | 'format'>): string[] => {
  const places = new Map<string, (number | undefined)[]>();
  for (const { reason, page } of warnings)
    places.set(reason, [...(places.get(reason) ?? []), page]);
  return [...places].map(([reason, at]) => {
    const pages = [...new Set(at.filter((page) => page !== undefined))];
    return reason + counted(pages, at.length, pieceOf(format));
  });
};
