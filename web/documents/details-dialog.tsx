import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import type { bulkResult } from '../../src/contracts/metadata.ts';
import { keys, ownWords, useAdministers } from '../api/queries.ts';
import { explain, json } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';
import { count } from '../parts/count.ts';
import { Dialog } from '../parts/dialog.tsx';
import { bodyOf, noDetails, type Details } from './details-body.ts';

type Result = z.infer<typeof bulkResult>;
type FieldProps = { label: string; hint?: string; children: ReactNode };

const Field = ({ label, hint, children }: FieldProps) => (
  <label className="text-sm font-medium">
    {label}
    {hint === undefined ? null : (
      <span className="block text-xs font-normal text-muted-foreground">{hint}</span>
    )}
    <span className="mt-1 block font-normal">{children}</span>
  </label>
);

const failures = ({ items }: Result): string => {
  const failed = items.filter(({ outcome }) => outcome === 'failed');
  const reason = failed[0]?.problem?.detail ?? '';
  return failed.length === 0 ? '' : `${failed.length} could not be changed: ${reason}`;
};

type Props = { ids: string[]; onDone: () => void; onClose: () => void };

/** Describes several documents at once: what is left empty stays as it is with each of them. */
export const DetailsDialog = ({ ids, onDone, onClose }: Props) => {
  const client = useQueryClient();
  const administers = useAdministers();
  const [details, setDetails] = useState(noDetails);
  const body = bodyOf(details);
  const change = useMutation({
    meta: ownWords,
    mutationFn: () =>
      json<Result>('/documents/metadata', { method: 'POST', body: { ids, ...body } }),
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: keys.documents });
      if (failures(result) !== '') return;
      announce('Changed');
      onDone();
    },
  });
  const input = (name: keyof Details, more: { type?: string; placeholder?: string } = {}) => (
    <input
      className="field"
      value={details[name]}
      onChange={(event) => {
        change.reset();
        setDetails({ ...details, [name]: event.target.value });
      }}
      {...more}
    />
  );
  const wrong = change.error ? explain(change.error) : change.data ? failures(change.data) : '';
  return (
    <Dialog
      title={`Describe ${count(ids.length, 'document')}`}
      description="Questions can be kept to these details, and official and fresh documents can be preferred. What is left empty stays."
      onClose={onClose}
      width="max-w-lg"
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Kind of document">{input('document_type')}</Field>
          <Field label="Category">{input('category')}</Field>
          <Field label="Add tags">{input('addTags', { placeholder: 'travel, hotels' })}</Field>
          <Field label="Take tags away">{input('removeTags')}</Field>
          <Field label="Audience">{input('target_audience', { placeholder: 'managers' })}</Field>
          <Field label="Authority">
            {input('authority', { placeholder: 'official, or 0 to 1' })}
          </Field>
          <Field label="As of">{input('freshness', { type: 'date' })}</Field>
          <Field label="Address of the source">{input('source_url', { type: 'url' })}</Field>
        </div>
        <Field label="Details to take away" hint="Their names, with commas between.">
          {input('unset')}
        </Field>
        {administers ? (
          <Field label="Who can read them" hint="everyone, group:NAME or user:ID; empty stays.">
            {input('readers')}
          </Field>
        ) : null}
        {wrong === '' ? null : (
          <p role="alert" className="text-sm text-danger">
            {wrong}
          </p>
        )}
        <button
          type="submit"
          className="button button-primary self-start"
          disabled={body === null || change.isPending}
        >
          Change
        </button>
      </form>
    </Dialog>
  );
};
