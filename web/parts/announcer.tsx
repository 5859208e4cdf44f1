import { useSyncExternalStore } from 'react';

let said = '';
const listeners = new Set<() => void>();

/** Says something to screen readers, politely. */
export const announce = (text: string): void => {
  said = text;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const Announcer = () => (
  <div role="status" aria-live="polite" className="sr-only">
    {useSyncExternalStore(subscribe, () => said)}
  </div>
);
