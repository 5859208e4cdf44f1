import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { BaseAnalyticsView } from '../../src/contracts/analytics.ts';
import type { BaseView } from '../../src/contracts/base.ts';
import { call, json, query } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';
import { count } from '../parts/count.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { DayChart } from './day-chart.tsx';

const periods = [7, 30, 90, 365];

const day = (time: number | null): string =>
  time === null ? '' : new Date(time).toLocaleDateString('en', { dateStyle: 'medium' });

type SectionProps = { title: string; hint: string; empty: string; children: ReactNode[] };

const Section = ({ title, hint, empty, children }: SectionProps) => (
  <section aria-label={title}>
    <h2 className="text-sm font-medium">{title}</h2>
    <p className="text-xs text-muted-foreground">{hint}</p>
    {children.length === 0 ? (
      <p className="mt-2 text-sm text-muted-foreground">{empty}</p>
    ) : (
      <ul className="mt-2 divide-y divide-border border-y border-border">{children}</ul>
    )}
  </section>
);

const row = 'flex items-center gap-3 py-2 text-sm';

const MakeTest = ({ base, messageId }: { base: BaseView; messageId: string }) => {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      call(`/bases/${base.id}/test-questions`, { method: 'POST', body: { messageId } }),
    onSuccess: () => {
      announce('Kept as a test question');
      return client.invalidateQueries({ queryKey: ['test-questions', base.id] });
    },
  });
  return (
    <button
      type="button"
      className="button button-quiet h-8"
      disabled={make.isPending || make.isSuccess}
      onClick={() => make.mutate()}
    >
      <ListChecks size={14} aria-hidden />
      {make.isSuccess ? 'Kept' : 'Make a test question'}
    </button>
  );
};

type Counted = BaseAnalyticsView['mostCited'][number];

const Counted = ({ document }: { document: Counted }) => (
  <li className={row}>
    <Link
      href={`/documents/${document.id}`}
      className="name min-w-0 flex-1 truncate font-medium hover:underline"
    >
      {document.title}
    </Link>
    <span className="text-xs text-muted-foreground">
      {document.citations === 0
        ? `here since ${day(document.createdAt)}`
        : `${count(document.citations, 'answer')}, last ${day(document.lastCitedAt)}`}
    </span>
  </li>
);

const Unanswered = ({ base, data }: { base: BaseView; data: BaseAnalyticsView }) => (
  <Section
    title="Not answered"
    hint="Questions that the documents did not answer, alike ones together. Missing documents show here first."
    empty="Every question was answered."
  >
    {data.unanswered.map(({ question, asked, lastAskedAt, messageIds: [newest] }) => (
      <li key={question} className={`${row} flex-wrap`}>
        <span dir="auto" className="min-w-0 flex-1 basis-64 wrap-anywhere">
          {question}
        </span>
        <span className="text-xs text-muted-foreground">
          {asked === 1 ? 'once' : `${asked} times`}, last {day(lastAskedAt)}
        </span>
        {newest === undefined ? null : <MakeTest base={base} messageId={newest} />}
      </li>
    ))}
  </Section>
);

const RatedDown = ({ base, data }: { base: BaseView; data: BaseAnalyticsView }) => (
  <Section
    title="Rated down"
    hint="Answers that people were not content with, and the documents they cite."
    empty="No answer was rated down."
  >
    {data.ratedDown.map(({ messageId, question, askedAt, documents }) => (
      <li key={messageId} className={`${row} flex-wrap`}>
        <span className="min-w-0 flex-1 basis-64">
          <span dir="auto" className="wrap-anywhere">
            {question}
          </span>
          <span className="block text-xs text-muted-foreground">
            {day(askedAt)}
            {documents.map(({ id, title }) => (
              <span key={id}>
                {' · '}
                <Link href={`/documents/${id}`} className="hover:underline">
                  {title}
                </Link>
              </span>
            ))}
          </span>
        </span>
        <MakeTest base={base} messageId={messageId} />
      </li>
    ))}
  </Section>
);

/** What a base is asked, what it lacks, and which of its documents help. */
const BaseAnalytics = ({ base }: { base: BaseView }) => {
  const [days, setDays] = useState(30);
  const { data, dataUpdatedAt, error, isPending, refetch } = useQuery({
    queryKey: ['analytics', base.id, days],
    queryFn: () => json<BaseAnalyticsView>(`/bases/${base.id}/analytics${query({ days })}`),
  });
  if (isPending) return <Loading label="Counting" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-xs text-muted-foreground">
          Questions of all people, without who asked them.
        </p>
        <select
          aria-label="How far back"
          className="field w-auto"
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
        >
          {periods.map((period) => (
            <option key={period} value={period}>
              {period === 365 ? 'A year' : `${period} days`}
            </option>
          ))}
        </select>
      </div>
      <DayChart since={data.since} days={data.days} now={dataUpdatedAt} />
      <Unanswered base={base} data={data} />
      <RatedDown base={base} data={data} />
      <Section
        title="Never cited"
        hint="Documents that no answer of this time has cited, the oldest first."
        empty="Every document was cited."
      >
        {data.neverCited.map((document) => (
          <Counted key={document.id} document={document} />
        ))}
      </Section>
      <Section title="Cited most" hint="By how many answers." empty="Nothing was cited yet.">
        {data.mostCited.map((document) => (
          <Counted key={document.id} document={document} />
        ))}
      </Section>
    </div>
  );
};

export default BaseAnalytics;
