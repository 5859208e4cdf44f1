import type { DocumentMetadata } from '../../../domain/document.ts';
import type { Boosts } from '../../../ports/knowledge-index.ts';

export type Fact = { name: string; value: string };

/** The metadata value by value, as text: what filters and facets know of a document. */
export const factsOf = (metadata: DocumentMetadata): Fact[] =>
  Object.entries(metadata).flatMap(([name, values]) =>
    [...new Set([values].flat().map(String))].map((value) => ({ name, value })),
  );

/** 0 to 1; whatever else stands there is none. */
export const authorityOf = ({ authority }: DocumentMetadata): number => {
  if (authority === 'official') return 1;
  const stated = Number(authority);
  return stated > 0 ? Math.min(1, stated) : 0;
};

/** Milliseconds since 1970: the `freshness` date, else when the document changed. */
export const freshAt = ({ freshness }: DocumentMetadata, changedAt: number): number => {
  const stated = Date.parse(String(freshness));
  return Number.isNaN(stated) ? changedAt : stated;
};

const DAY_MS = 86_400_000;

/** The factor by which authority and freshness lift what stands in a document. */
export const boostOf = (
  { authority, freshAt }: { authority: number; freshAt: number },
  boosts: Boosts,
): number => {
  const halvings = Math.max(0, Date.now() - freshAt) / DAY_MS / boosts.halfLifeDays;
  return (1 + boosts.authority * authority) * (1 + boosts.freshness * 0.5 ** halvings);
};
