import { useSyncExternalStore } from 'react';
import type { ChosenMetadata } from '../documents/use-facets.ts';
import type { MetadataChoice } from '../documents/metadata-picker.tsx';

const none: ChosenMetadata = {};
const kept = new Map<string, ChosenMetadata>();
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What the questions of a conversation are kept to, as long as the page is open. */
export const keepMetadata = (conversationId: string, metadata: ChosenMetadata): void => {
  kept.set(conversationId, metadata);
  for (const listener of listeners) listener();
};

export const useKeptMetadata = (conversationId: string): MetadataChoice => ({
  metadata: useSyncExternalStore(subscribe, () => kept.get(conversationId) ?? none),
  chooseMetadata: (metadata) => keepMetadata(conversationId, metadata),
});
