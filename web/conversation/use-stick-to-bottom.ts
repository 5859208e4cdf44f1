import { useCallback, useEffect, useRef, useState } from 'react';

const NEAR = 80;

/** Keeps the end of a growing list in view, for as long as the reader is there and has not scrolled away. */
export const useStickToBottom = () => {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const [away, setAway] = useState(false);

  const onScroll = useCallback(() => {
    const at = scroller.current;
    if (!at) return;
    stuck.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR;
    setAway(!stuck.current);
  }, []);

  const toBottom = useCallback(() => {
    const at = scroller.current;
    if (at) at.scrollTop = at.scrollHeight;
    stuck.current = true;
  }, []);

  useEffect(() => {
    if (!content.current) return undefined;
    const observer = new ResizeObserver(() => {
      if (stuck.current) toBottom();
    });
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [toBottom]);

  return { scroller, content, onScroll, away, toBottom };
};
