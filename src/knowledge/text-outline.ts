import type { Block, TextRange } from '../domain/document.ts';

type Text = { text: string; blocks: readonly Block[] };
export type OutlinePage = TextRange & { page: number; title: string };
export type OutlineHeading = TextRange & { level: number; text: string; page: number | null };
export type Outline = { total: number; pages: OutlinePage[]; headings: OutlineHeading[] };

/** More than anybody scrolls through; a longer document is searched. */
const MOST_ENTRIES = 3000;
const TITLE_LENGTH = 160;

const titleOf = (text: string, { start, end }: TextRange): string =>
  text
    .slice(start, Math.min(end, start + 2 * TITLE_LENGTH))
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, TITLE_LENGTH);

/** What a reader turns pages by: pages, slides or sheets with their titles, and the headings. */
export const outlineOf = ({ text, blocks }: Text): Outline => {
  const pages: OutlinePage[] = [];
  const headings: OutlineHeading[] = [];
  for (const block of blocks) {
    const { page, start, end, kind } = block;
    const last = pages.at(-1);
    const isNewPage = page !== undefined && last?.page !== page;
    if (isNewPage && pages.length < MOST_ENTRIES) pages.push({ page, start, end, title: '' });
    const here = pages.at(-1);
    if (here && here.page === page) here.end = end;
    if (kind !== 'heading' && kind !== 'slide') continue;
    const title = titleOf(text, block);
    if (here && here.page === page && here.title === '') here.title = title;
    if (kind === 'heading' && title !== '' && headings.length < MOST_ENTRIES)
      headings.push({ level: block.level ?? 1, start, end, text: title, page: page ?? null });
  }
  return { total: text.length, pages, headings };
};
