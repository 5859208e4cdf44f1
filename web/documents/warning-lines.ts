import type { DocumentView } from '../../src/contracts/knowledge.ts';

const MOST_PAGES = 12;

const counted = (pages: readonly number[], places: number): string => {
  if (pages.length === 0) return places > 1 ? ` (${places} places)` : '';
  const named = pages.slice(0, MOST_PAGES).join(', ');
  const more = pages.length > MOST_PAGES ? ' and more' : '';
  return ` (${pages.length === 1 ? 'page' : 'pages'} ${named}${more})`;
};

/** What is odd about a document: each thing said once, with where it is so. */
export const warningLines = (warnings: DocumentView['warnings']): string[] => {
  const places = new Map<string, (number | undefined)[]>();
  for (const { reason, page } of warnings)
    places.set(reason, [...(places.get(reason) ?? []), page]);
  return [...places].map(([reason, at]) => {
    const pages = [...new Set(at.filter((page) => page !== undefined))];
    return reason + counted(pages, at.length);
  });
};
