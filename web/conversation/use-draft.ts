import { useEffect, useState } from 'react';
import type { LiveTurn } from './live-turns.ts';

const nameOf = (conversationId: string | null): string => `docent-draft-${conversationId ?? 'new'}`;

const keep = (conversationId: string | null, text: string): void => {
  if (text === '') sessionStorage.removeItem(nameOf(conversationId));
  else sessionStorage.setItem(nameOf(conversationId), text);
};

/** What is being written in a conversation: this tab keeps it, also over a reload or a new sign-in, until it is sent. */
export const useDraft = (conversationId: string | null): [string, (text: string) => void] => {
  const [text, setText] = useState(() => sessionStorage.getItem(nameOf(conversationId)) ?? '');
  const write = (next: string): void => {
    keep(conversationId, next);
    setText(next);
  };
  return [text, write];
};

/** A question that the server did not take, as when a session has ended, is a draft again when this page is opened anew. */
export const useRefusedQuestion = (conversationId: string, live: LiveTurn | null): void => {
  const question = live?.request.kind === 'ask' ? live.request.text : null;
  const isTaken = live?.answer.turnId != null;
  const isRefused = live?.refusal != null && !isTaken;
  useEffect(() => {
    if (question === null) return;
    if (isRefused) keep(conversationId, question);
    else if (isTaken && sessionStorage.getItem(nameOf(conversationId)) === question)
      keep(conversationId, '');
  }, [conversationId, question, isRefused, isTaken]);
};
