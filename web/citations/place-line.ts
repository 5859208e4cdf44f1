type Place = { page: number | null; headings: string[] };

/** "Page 12 · Limits": where a passage stands, in the words of its document. */
export const placeLine = ({ page, headings }: Place): string =>
  [page === null ? null : `Page ${page}`, headings.at(-1) ?? null]
    .filter((piece) => piece !== null)
    .join(' · ');
