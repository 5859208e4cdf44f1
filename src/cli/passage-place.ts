type Placed = { headings: string[]; place: string | null };

/** The headings above a passage, and its page, slide or sheet, outermost first; a sheet is itself a heading. */
export const placeParts = ({ headings, place }: Placed): string[] => [
  ...headings.filter((heading) => place !== `Sheet ${heading}`),
  ...(place === null ? [] : [place]),
];
