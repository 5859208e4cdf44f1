import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import type { BaseView } from '../../src/contracts/base.ts';
import { keys, ownWords } from '../api/queries.ts';
import { explain, json } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';

const LIMITS = { name: 100, description: 1_000, prompt: 4_000, questions: 8 };

type Draft = {
  name: string;
  description: string;
  prompt: string;
  /** One a line. */
  questions: string;
  readers: string;
};

const draftOf = (base: BaseView): Draft => ({
  name: base.name,
  description: base.description,
  prompt: base.prompt ?? '',
  questions: base.questions.join('\n'),
  readers: (base.readers ?? []).join('\n'),
});

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const bodyOf = (draft: Draft) => ({
  name: draft.name.trim(),
  description: draft.description.trim(),
  prompt: draft.prompt.trim(),
  questions: lines(draft.questions),
  readers: lines(draft.readers),
});

type FieldProps = {
  label: string;
  hint: string;
  children: (described: { id: string; 'aria-describedby': string }) => ReactNode;
};

const Field = ({ label, hint, children }: FieldProps) => {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <p id={`${id}-hint`} className="mb-1.5 text-xs text-muted-foreground">
        {hint}
      </p>
      {children({ id, 'aria-describedby': `${id}-hint` })}
    </div>
  );
};

const area = 'field h-auto py-2 leading-6';

/** How a base is called, what its answers keep to, what to ask it first, and who reads it. */
const BaseSettings = ({ base }: { base: BaseView }) => {
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(base));
  const save = useMutation({
    meta: ownWords,
    mutationFn: (sent: Draft) =>
      json<BaseView>(`/bases/${base.id}`, { method: 'PATCH', body: bodyOf(sent) }),
    onSuccess: (saved, sent) => {
      setDraft((now) => (now === sent ? draftOf(saved) : now)); // or it was written on meanwhile
      announce('Saved');
      return Promise.all(
        [keys.bases, keys.suggestions].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
  });
  const set = (part: Partial<Draft>): void => {
    save.reset();
    setDraft({ ...draft, ...part });
  };
  const changed = JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(draftOf(base)));
  return (
    <form
      className="flex max-w-2xl flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <Field label="Name" hint="As people choose it beside their question.">
        {(described) => (
          <input
            {...described}
            className="field"
            required
            maxLength={LIMITS.name}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Description" hint="What is in it, for those who choose.">
        {(described) => (
          <textarea
            {...described}
            rows={2}
            className={area}
            maxLength={LIMITS.description}
            value={draft.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Instructions for answers"
        hint="Told to the model with every question to this base: tone, terms, what to send people to. Quoted answers do not use it."
      >
        {(described) => (
          <textarea
            {...described}
            rows={5}
            className={area}
            maxLength={LIMITS.prompt}
            value={draft.prompt}
            onChange={(event) => set({ prompt: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="First questions"
        hint={`Offered to begin with, one a line, ${LIMITS.questions} at most. None: made from the newest documents.`}
      >
        {(described) => (
          <textarea
            {...described}
            rows={4}
            className={area}
            value={draft.questions}
            onChange={(event) => set({ questions: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Who can read it"
        hint="One a line: everyone, group:NAME or user:ID. Documents with readers of their own keep them."
      >
        {(described) => (
          <textarea
            {...described}
            rows={3}
            required
            className={`${area} font-mono text-xs`}
            value={draft.readers}
            onChange={(event) => set({ readers: event.target.value })}
          />
        )}
      </Field>
      <div className="flex items-center gap-3">
        <button
          type="submit"
          className="button button-primary"
          disabled={!changed || save.isPending}
        >
          Save
        </button>
        {save.error ? (
          <p role="alert" className="text-sm text-danger">
            {explain(save.error)}
          </p>
        ) : (
          <p className="text-sm text-muted-foreground">
            {save.isSuccess && !changed ? 'Saved.' : ''}
          </p>
        )}
      </div>
    </form>
  );
};

export default BaseSettings;
