import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type {
  ConversationView,
  ConversationWithMessages,
} from '../../src/contracts/conversation.ts';
import {
  keys,
  preferencesQuery,
  useBases,
  useSuggestions,
  useWritesDocuments,
} from '../api/queries.ts';
import { call, explain, json } from '../api/request.ts';
import type { ChosenMetadata } from '../documents/use-facets.ts';
import { usePersonalSettings } from '../settings/personal-settings.ts';
import { AnswersNote } from './answers-note.tsx';
import { Composer } from './composer.tsx';
import { keepMetadata } from './kept-metadata.ts';
import type { Draft } from './use-composer.ts';
import { useTurnActions } from './use-turns.tsx';

/** A conversation is made when it is first needed: by a question, or by a file attached to it. */
const useNewConversation = () => {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const { ask } = useTurnActions();
  const made = useRef<Promise<string> | null>(null);
  const asking = useRef(false);
  const [problem, setProblem] = useState<string | null>(null);
  const preferred = usePersonalSettings().baseIds;
  const [picked, setPicked] = useState<string[] | null>(null);
  const baseIds = picked ?? preferred;

  const make = async (): Promise<string> => {
    const asked = baseIds ?? (await client.ensureQueryData(preferencesQuery)).baseIds;
    const body = asked.length > 0 ? { baseIds: asked } : {};
    const conversation = await json<ConversationView>('/conversations', { method: 'POST', body });
    client.setQueryData<ConversationWithMessages>(keys.conversation(conversation.id), {
      ...conversation,
      messages: [],
    });
    return conversation.id;
  };
  const conversation = (): Promise<string> => {
    made.current ??= make().catch((error: unknown) => {
      made.current = null;
      setProblem(explain(error));
      throw error;
    });
    return made.current;
  };
  const onAsk = (draft: Draft, sent?: () => void): void => {
    if (asking.current) return; // Enter was pressed twice
    asking.current = true;
    setProblem(null);
    void conversation()
      .then((id) => {
        sent?.();
        keepMetadata(id, draft.metadata);
        ask(id, { kind: 'ask', ...draft, parentId: null });
        navigate(`/c/${id}`);
        return client.invalidateQueries({ queryKey: keys.conversations });
      })
      .catch(() => undefined) // said by `problem`
      .finally(() => {
        asking.current = false;
      });
  };
  const choose = (next: string[]): void => {
    setPicked(next);
    // It was made already, for a file that was attached.
    void made.current
      ?.then((id) => call(`/conversations/${id}`, { method: 'PATCH', body: { baseIds: next } }))
      .catch((error: unknown) => setProblem(explain(error)));
  };
  return { conversation, onAsk, problem, bases: { baseIds, choose } };
};

type SuggestionsProps = { baseIds: string[] | null; onAsk: (question: string) => void };

const Suggestions = ({ baseIds, onAsk }: SuggestionsProps) => {
  const { data } = useSuggestions(baseIds);
  if (!data || data.questions.length === 0) return null;
  return (
    <ul aria-label="Suggested questions" className="mt-6 grid w-full gap-2 sm:grid-cols-2">
      {data.questions.slice(0, 4).map((question) => (
        <li key={question}>
          <button
            type="button"
            dir="auto"
            className="h-full w-full rounded-xl border border-border px-3.5 py-2.5 text-left text-sm hover:bg-accent"
            onClick={() => onAsk(question)}
          >
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
};

/** The first thing people see: what Docent is for, and questions that their documents can answer. */
export const NewConversationPage = () => {
  const { conversation, onAsk, problem, bases } = useNewConversation();
  const [metadata, chooseMetadata] = useState<ChosenMetadata>({});
  const choice = { metadata, chooseMetadata };
  const { data } = useBases();
  const writes = useWritesDocuments();
  const empty = data?.items.every((base) => base.documents === 0) ?? false;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="mx-auto flex w-full max-w-[43.5rem] flex-1 flex-col items-center justify-center px-4 py-10 sm:px-5">
        <h1 className="text-center text-2xl font-semibold tracking-tight text-balance">
          What would you like to know?
        </h1>
        <p className="mt-2 text-center text-sm text-balance text-muted-foreground">
          {empty
            ? 'There are no documents yet.'
            : 'Answers come from your documents, with the exact passage.'}
        </p>
        {empty && writes ? (
          <Link href="/documents" className="button button-primary mt-5">
            Add documents
          </Link>
        ) : (
          <Suggestions
            baseIds={bases.baseIds}
            onAsk={(text) => onAsk({ text, files: [], pictures: [], metadata: choice.metadata })}
          />
        )}
      </div>
      {problem === null ? null : (
        <p role="alert" className="mx-auto mb-2 max-w-prose px-4 text-center text-sm text-danger">
          {problem}
        </p>
      )}
      <Composer
        running={false}
        ready
        onStop={null}
        conversationId={null}
        onAsk={onAsk}
        conversation={conversation}
        bases={bases}
        choice={choice}
      >
        <AnswersNote />
      </Composer>
    </div>
  );
};
