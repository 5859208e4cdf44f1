import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FoundWords } from '../../src/contracts/knowledge.ts';
import { useFound } from './reading-queries.ts';

type Hit = FoundWords['hits'][number];
const noHits: Hit[] = [];
/** Long enough not to search for every letter that is typed. */
const DELAY = 180;

const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(setSettled, DELAY, text);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
};

export type Find = ReturnType<typeof useFind>;

/** The search inside a version: what is typed, what is found, and which of it is looked at. */
export const useFind = (versionId: string) => {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const [step, setStep] = useState({ words: '', index: 0 });
  const wanted = useSettled(words);
  const { data, isFetching } = useFound(versionId, open ? wanted : '');
  const searched = open && wanted.trim() !== '';
  const found = searched ? data : undefined; // of the words before, until these are found
  const hits = found?.hits ?? noHits;
  const sought = found?.words ?? '';
  const index = step.words === sought ? step.index : 0; // other words: from the first
  const count = hits.length;
  const move = useCallback(
    (by: number): void =>
      setStep({ words: sought, index: count === 0 ? 0 : (index + by + count) % count }),
    [sought, index, count],
  );
  const close = useCallback(() => setOpen(false), []);
  const show = useCallback(() => setOpen(true), []);
  const isSettled = wanted === words && !isFetching;
  return useMemo(
    () => ({
      open,
      show,
      close,
      words,
      setWords,
      hits,
      index,
      move,
      searched: searched && isSettled,
      more: found?.more === true,
      current: hits[index] ?? null,
    }),
    [open, show, close, words, hits, index, move, searched, isSettled, found?.more],
  );
};
