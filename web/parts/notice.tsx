import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { IconButton } from './icon-button.tsx';

const SHOWN_FOR = 8_000;

let text: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const show = (next: string | null): void => {
  text = next;
  for (const listener of listeners) listener();
};

/** Says what failed where nothing on the page does: a deletion, a change of name. */
export const notify = (what: string): void => {
  clearTimeout(timer);
  timer = setTimeout(show, SHOWN_FOR, null);
  show(what);
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const Notice = () => {
  const shown = useSyncExternalStore(subscribe, () => text);
  return shown === null ? null : (
    <div
      role="alert"
      className="popup fixed top-12 left-1/2 z-50 flex w-max max-w-[calc(100vw-2rem)] -translate-x-1/2 items-center max-md:top-32 gap-2 py-2 pr-2 pl-4 text-sm"
    >
      {shown}
      <IconButton label="Dismiss" onClick={() => show(null)}>
        <X size={15} aria-hidden />
      </IconButton>
    </div>
  );
};
