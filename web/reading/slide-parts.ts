import { textAt, type TextBlock, type TextWindow } from './text-blocks.ts';

/** What extraction writes before a text that does not stand on the slide itself. */
const NOTES = 'Notes: ';
const aside = /^(?:Notes|Comment(?: by [^:]{1,100})?|Page (?:header|footer)): /;
const LONGEST_TITLE = 200;

/** What stands on a slide, and what its author says about it. */
export const partsOfSlide = (window: TextWindow, page: number) => {
  const here = window.blocks.filter((block) => block.page === page);
  const isAside = (block: TextBlock): boolean => aside.test(textAt(window, block));
  const [first, ...rest] = here.filter((block) => !isAside(block));
  const titled =
    first !== undefined &&
    first.end - first.start <= LONGEST_TITLE &&
    (first.kind === 'heading' || first.kind === 'paragraph' || first.kind === 'slide');
  const notes = here
    .filter(isAside)
    .map((block) =>
      textAt(window, block).startsWith(NOTES)
        ? { ...block, start: block.start + NOTES.length }
        : block,
    );
  return {
    title: titled ? [first] : [],
    body: first && !titled ? [first, ...rest] : rest,
    notes,
  };
};
