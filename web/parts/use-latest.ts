import { useLayoutEffect, useRef, type RefObject } from 'react';

/** What was given with the render that is seen, for handlers that are registered once. */
export const useLatest = <Value>(value: Value): RefObject<Value> => {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
};
