type Place = { title: string; page: number | null; headings: string[] };

/** "Page 12 · Limits": where a passage stands, in the words of its document; its title is said elsewhere. */
export const placeLine = ({ title, page, headings }: Place): string =>
  [page === null ? null : `Page ${page}`, headings.findLast((heading) => heading !== title) ?? null]
    .filter((piece) => piece !== null)
    .join(' · ');
