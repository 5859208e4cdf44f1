import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type PointerEvent,
} from 'react';

/** Long enough not to open on the way past, and to reach the popup before it closes. */
const DELAY = 200;

/** Whether something small is shown about an element: while the pointer rests on it, or the keyboard is there. */
export const usePeek = () => {
  const [shown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const later = useCallback((next: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(setShown, DELAY, next);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const close = useCallback(() => {
    clearTimeout(timer.current);
    setShown(false);
  }, []);
  return {
    shown,
    enter: useCallback(() => later(true), [later]),
    leave: useCallback(() => later(false), [later]),
    close,
    onPointerEnter: (event: PointerEvent) => event.pointerType === 'mouse' && later(true),
    onPointerLeave: () => later(false),
    onFocus: ({ currentTarget }: FocusEvent) =>
      currentTarget.matches(':focus-visible') && later(true),
    onBlur: close,
  };
};
