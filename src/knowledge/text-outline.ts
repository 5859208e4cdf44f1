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
  let titled = false;
  for (const block of blocks) {
    const { page, start, end, kind, level = 1 } = block;
    const isHeading = kind === 'heading';
    let here = pages.at(-1);
    if (page !== undefined && here?.page !== page) {
      if (pages.length === MOST_ENTRIES) continue;
      here = { page, start, end, title: titleOf(text, block) }; // without a heading: its first words
      pages.push(here);
      titled = isHeading;
    }
    if (here && here.page === page) here.end = end;
    if (!isHeading) continue;
    const title = titleOf(text, block);
    if (here && here.page === page && !titled) here.title = title;
    titled = true;
    if (title !== '' && headings.length < MOST_ENTRIES)
      headings.push({ level, start, end, text: title, page: page ?? null });
  }
  return { total: text.length, pages, headings };
};
