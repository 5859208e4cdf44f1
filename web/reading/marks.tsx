import { createContext, use, useEffect, type ReactNode, type RefObject } from 'react';
import { pieces, type Mark, type Range, type TextWindow } from './text-blocks.ts';

const none: readonly Mark[] = [];
const MarksContext = createContext<readonly Mark[]>(none);

/** What is highlighted in the text below. */
export const Marks = ({ marks, children }: { marks: readonly Mark[]; children: ReactNode }) => (
  <MarksContext value={marks}>{children}</MarksContext>
);
export const useMarks = (): readonly Mark[] => use(MarksContext);

/** A range of a text, what is marked of it highlighted. */
export const Pieces = ({ window, within }: { window: TextWindow; within: Range }) =>
  pieces(window, within, useMarks()).map(({ start, text, kind }) =>
    kind === null ? (
      <span key={start}>{text}</span>
    ) : (
      <mark key={start} data-kind={kind}>
        {text}
      </mark>
    ),
  );

const blockAt = (root: Element, at: number): Element | null =>
  [...root.querySelectorAll('[data-at]')].findLast(
    (block) => Number(block.getAttribute('data-at')) <= at,
  ) ?? null;

/** Brings a place into view: the words that are marked there, or the block that it lies in. */
export const useLanding = (
  root: RefObject<HTMLElement | null>,
  { at, ready }: { at: number | null; ready: boolean },
): void => {
  const marks = useMarks();
  useEffect(() => {
    if (at === null || !ready || !root.current) return;
    const marked = marks.find((mark) => mark.start <= at && mark.end > at);
    const target =
      (marked && root.current.querySelector(`mark[data-kind=${marked.kind}]`)) ??
      blockAt(root.current, at);
    target?.scrollIntoView({ block: 'center' });
    // Marks follow the place: what is found by a search first is no reason to go there twice.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only another place is
  }, [at, ready, root]);
};
