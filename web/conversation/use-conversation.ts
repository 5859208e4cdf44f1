import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type {
  ConversationView,
  ConversationWithMessages,
} from '../../src/contracts/conversation.ts';
import { keys, useConversationQuery } from '../api/queries.ts';
import { explain, json } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';
import { notify } from '../parts/notice.tsx';
import { isRunning, shownMessages } from './shown-messages.ts';
import { useRefusedQuestion } from './use-draft.ts';
import { useLiveTurn, useTurnActions, type Question } from './use-turns.tsx';

const none: ConversationWithMessages['messages'] = [];

/** Tells screen readers how the answer stands; the text itself is theirs to read when they want. */
const useAnnouncements = (live: ReturnType<typeof useLiveTurn>): void => {
  const connection = live?.connection;
  const outcome = live?.answer.outcome?.outcome;
  const sources = live?.answer.citations.length ?? 0;
  const refusal = live?.refusal;
  useEffect(() => {
    if (refusal) announce(`The question was not answered. ${refusal}`);
    else if (outcome === 'completed')
      announce(`The answer is complete, with ${sources} citations.`);
    else if (outcome) announce(`The answer has ended: ${outcome}.`);
    else if (connection === 'reconnecting') announce('The connection was lost. Reconnecting.');
    else if (connection === 'connecting') announce('The answer is being written.');
  }, [connection, outcome, refusal, sources]);
};

/** One conversation as it is shown, and what a person can do in it. */
export const useConversation = (conversationId: string) => {
  const query = useConversationQuery(conversationId);
  const client = useQueryClient();
  const live = useLiveTurn(conversationId);
  const turns = useTurnActions();
  const stored = query.data?.messages ?? none;
  const shown = useMemo(() => shownMessages(stored, live), [stored, live]);
  useAnnouncements(live);
  useRefusedQuestion(conversationId, live);

  const runningTurnId = query.data?.runningTurnId ?? null;
  const known = isRunning(live) || live?.answer.turnId === runningTurnId;
  useEffect(() => {
    if (runningTurnId !== null && !known) turns.join(conversationId, runningTurnId);
  }, [conversationId, runningTurnId, known, turns]);

  const madeTitle = live?.answer.title ?? null;
  useEffect(() => {
    if (madeTitle !== null) void client.invalidateQueries({ queryKey: keys.conversations });
  }, [madeTitle, client]);

  const branch = useMutation({
    mutationFn: (messageId: string) =>
      json<ConversationView>(`/conversations/${conversationId}`, {
        method: 'PATCH',
        body: { activeLeafId: messageId },
      }),
    onSuccess: () => {
      turns.drop(conversationId);
      return client.invalidateQueries({ queryKey: keys.conversation(conversationId) });
    },
  });

  /** What a turn follows goes on being shown, also when the server has not told yet how it kept that. */
  const keepShown = (lastId: string | null): void => {
    const at = shown.findIndex(({ message }) => message.id === lastId);
    if (at < 0 || stored.some(({ id }) => id === lastId)) return;
    const messages = shown.slice(0, at + 1).map(({ message }) => message);
    client.setQueryData<ConversationWithMessages>(
      keys.conversation(conversationId),
      (old) => old && { ...old, messages },
    );
  };

  const running = isRunning(live);
  const turnId = live?.answer.turnId ?? null;
  const last = shown.at(-1)?.message;
  return {
    query,
    shown,
    running,
    title: live?.answer.title ?? query.data?.title ?? '',
    /** The message that a next question follows. */
    leafId:
      last?.state === 'failed' && last.id === 'answering'
        ? (stored.at(-1)?.id ?? null)
        : (last?.id ?? null),
    stop:
      running && turnId !== null
        ? () => void turns.stop(turnId).catch((error: unknown) => notify(explain(error)))
        : null,
    ask: (question: Omit<Question, 'kind'>) => {
      keepShown(question.parentId);
      turns.ask(conversationId, { kind: 'ask', ...question });
    },
    regenerate: (answer: { id: string; turnId: string }) => {
      keepShown(answer.id);
      turns.regenerate(conversationId, answer);
    },
    switchTo: (messageId: string) => branch.mutate(messageId),
  };
};

export type ConversationActions = ReturnType<typeof useConversation>;
