import { useEffect, useState } from 'react';
import { useMe } from '../api/queries.ts';
import type { LiveTurn } from './live-turns.ts';

/** Of this person alone: the tab may be somebody else's next. */
const useDraftName = (conversationId: string | null): string => {
  const { data: me } = useMe();
  return `docent-draft-${me?.id}-${conversationId ?? 'new'}`;
};

const keep = (name: string, text: string): void => {
  if (text === '') sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, text);
};

/** What is being written in a conversation: this tab keeps it, also over a reload or a new sign-in, until it is sent. */
export const useDraft = (conversationId: string | null): [string, (text: string) => void] => {
  const name = useDraftName(conversationId);
  const [text, setText] = useState(() => sessionStorage.getItem(name) ?? '');
  const write = (next: string): void => {
    setText(next);
    keep(name, next);
  };
  return [text, write];
};

/** A question that the server did not take, as when a session has ended, is a draft again when this page is opened anew. */
export const useRefusedQuestion = (conversationId: string, live: LiveTurn | null): void => {
  const question = live?.request.kind === 'ask' ? live.request.text : null;
  const isTaken = live?.answer.turnId != null;
  const name = useDraftName(conversationId);
  const isRefused = live?.refusal != null && !isTaken;
  useEffect(() => {
    if (question === null) return;
    if (isRefused) keep(name, question);
    else if (isTaken && sessionStorage.getItem(name) === question) keep(name, '');
  }, [name, question, isRefused, isTaken]);
};
