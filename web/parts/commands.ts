import { useLayoutEffect } from 'react';
import { readFlag } from './flags.ts';
import { useLatest } from './use-latest.ts';

/** Every shortcut of the page: the key handler and the list of shortcuts read the same records. */
export const commands = [
  { id: 'shortcuts', keys: '?', label: 'Show the shortcuts', group: 'Everywhere' },
  { id: 'search', keys: 'Mod+K', label: 'Search conversations', group: 'Everywhere' },
  { id: 'new', keys: 'Mod+Shift+O', label: 'New conversation', group: 'Everywhere' },
  { id: 'documents', keys: 'd', label: 'Documents', group: 'Everywhere' },
  { id: 'settings', keys: ',', label: 'Settings', group: 'Everywhere' },
  { id: 'theme', keys: 't', label: 'Dark or light', group: 'Everywhere' },
  { id: 'sidebar', keys: 'Mod+B', label: 'Show or hide the conversations', group: 'Everywhere' },
  { id: 'ask', keys: '/', label: 'Write a question', group: 'Conversation' },
  { id: 'attach', keys: 'u', label: 'Attach a file', group: 'Conversation' },
  {
    id: 'escape',
    keys: 'Escape',
    label: 'Stop the answer, or close the source',
    group: 'Conversation',
  },
  { id: 'regenerate', keys: 'r', label: 'Answer again', group: 'Conversation' },
  { id: 'edit', keys: 'e', label: 'Edit the last question', group: 'Conversation' },
  { id: 'copy', keys: 'c', label: 'Copy the last answer', group: 'Conversation' },
  { id: 'find', keys: '/', label: 'Find documents', group: 'Documents' },
  { id: 'source', keys: 's', label: 'Open the first source', group: 'Sources' },
  { id: 'previous-source', keys: '[', label: 'Previous source', group: 'Sources' },
  { id: 'next-source', keys: ']', label: 'Next source', group: 'Sources' },
] as const;

export type CommandId = (typeof commands)[number]['id'];

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys as they are printed on this machine's keyboard. */
export const printedKeys = (keys: string): string[] =>
  keys.split('+').map((key) => {
    if (key === 'Mod') return isMac ? '⌘' : 'Ctrl';
    if (key === 'Escape') return 'Esc';
    return key.length === 1 ? key.toUpperCase() : key;
  });

const handlers = new Map<CommandId, (() => void)[]>();

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable]') !== null;

const isInDialog = (target: EventTarget | null): boolean =>
  (target instanceof Element &&
    target.closest('[role=dialog], [role=alertdialog], [role=menu]') !== null) ||
  document.querySelector(
    '[role=dialog][data-open], [role=alertdialog][data-open], [role=menu][data-open]',
  ) !== null;

const matches = (keys: string, event: KeyboardEvent): boolean => {
  const parts = keys.split('+');
  const withMod = parts.includes('Mod');
  if (withMod !== (isMac ? event.metaKey : event.ctrlKey) || event.altKey) return false;
  if (withMod && parts.includes('Shift') !== event.shiftKey) return false;
  return parts.at(-1)?.toLowerCase() === event.key.toLowerCase();
};

const isAllowed = (keys: string, event: KeyboardEvent): boolean => {
  if (isInDialog(event.target)) return false;
  if (keys.startsWith('Mod+') || keys === 'Escape') return true;
  const shiftFits = keys === '?' || !event.shiftKey; // where "?" stands differs between keyboards
  return shiftFits && !isTyping(event.target) && readFlag('single-keys', true);
};

export const onShortcut = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing) return;
  const handler = commands
    .filter(({ keys }) => matches(keys, event) && isAllowed(keys, event))
    .map(({ id }) => handlers.get(id)?.at(-1))
    .find((each) => each !== undefined);
  if (!handler) return;
  event.preventDefault();
  handler();
};

/** What a shortcut does as soon and as long as this component is seen; null: nothing just now. */
export const useCommand = (id: CommandId, handler: (() => void) | null): void => {
  const latest = useLatest(handler);
  const given = handler !== null;
  useLayoutEffect(() => {
    if (!given) return undefined;
    const run = (): void => latest.current?.();
    handlers.set(id, [...(handlers.get(id) ?? []), run]);
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((other) => other !== run),
      );
    };
  }, [id, given, latest]);
};
