import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { WhyView } from '../../src/contracts/retrieval.ts';
import { json } from '../api/request.ts';
import { pathOf, wordsOf } from '../reading/deep-link.ts';
import { Dialog } from '../parts/dialog.tsx';
import { placeLine } from '../citations/place-line.tsx';
import { asAsked, ordinal } from './question-words.ts';
import { Failed, Loading } from '../parts/states.tsx';

type Candidate = WhyView['candidates'][number];

const percent = (share: number): string => `${Math.round(share * 100)} %`;
const decimals = (number: number): string => number.toFixed(2);

const leftOut = { rank: 'others fit better', model: 'the model put it lower' };
const rewriters = { rules: 'completed from the conversation', model: 'completed by the model' };
const purposes = {
  rewrite: 'Completing the question',
  embed: 'Meaning of the question',
  rerank: 'Ordering the passages',
};
const outcomes = {
  done: '',
  failed: 'failed',
  late: 'took too long',
  odd: 'answered what could not be used',
};

/** In words, how a passage came to its place. */
const reasons = ({ evidence, ...candidate }: Candidate): string =>
  [
    placeLine(candidate) || null,
    evidence?.wordRank ? `${ordinal(evidence.wordRank)} by words` : null,
    evidence?.vectorRank ? `${ordinal(evidence.vectorRank)} by meaning` : null,
    evidence?.similarity ? `likeness ${decimals(evidence.similarity)}` : null,
    evidence && evidence.boost !== 1 ? `lifted × ${decimals(evidence.boost)}` : null,
    evidence?.fusedRank ? `${ordinal(evidence.fusedRank)} before the model` : null,
  ]
    .filter((reason) => reason !== null)
    .join(' · ');

const CandidateRow = ({ candidate, searched }: { candidate: Candidate; searched: string }) => {
  const { number, title, documentId, versionId, start, end, excerpt, evidence } = candidate;
  return (
    <li className="flex gap-3 py-2.5">
      <span
        className={`w-6 shrink-0 text-right text-sm font-medium ${number === null ? 'text-muted-foreground' : 'text-brand'}`}
      >
        {number ?? '–'}
      </span>
      <div className="min-w-0 flex-1">
        <Link
          href={pathOf({ documentId, versionId, start, end, words: wordsOf(excerpt) })}
          className="name text-sm font-medium wrap-anywhere hover:underline"
        >
          {title}
        </Link>
        <p className="text-xs text-muted-foreground">{reasons(candidate)}</p>
        <p dir="auto" className="mt-0.5 line-clamp-2 text-xs">
          {excerpt}
        </p>
        <p className="mt-0.5 text-xs text-muted-foreground">
          {evidence && evidence.words.length > 0
            ? `Has ${evidence.words.map((stem) => asAsked(stem, searched)).join(', ')}`
            : null}
          {candidate.leftOut === null ? null : (
            <span> Not used: {leftOut[candidate.leftOut]}.</span>
          )}
        </p>
      </div>
      <span className="text-xs text-muted-foreground tabular-nums">
        {decimals(candidate.score)}
      </span>
    </li>
  );
};

const Question = ({ why }: { why: WhyView }) => (
  <section aria-label="The question">
    <p className="text-sm">
      Searched: <span dir="auto">“{why.searched}”</span>
      {why.rewrittenBy === null ? null : (
        <span className="text-muted-foreground">
          , {rewriters[why.rewrittenBy]} from “{why.asked}”
        </span>
      )}
    </p>
    <ul aria-label="Words of the question" className="mt-2 flex flex-wrap gap-1.5">
      {why.terms.map(({ stem, weight, variants }) => (
        <li
          key={stem}
          className="rounded-full bg-muted px-2.5 py-0.5 text-xs"
          title={
            weight === null
              ? 'Stands in nothing that came up'
              : `Weight ${decimals(weight)}: the rarer in the documents, the heavier`
          }
        >
          {asAsked(stem, why.searched)}
          {variants.some((variant) => variant.stem !== stem) ? (
            <span className="text-muted-foreground">
              {' '}
              = {variants.map((variant) => variant.stem).join(', ')}
            </span>
          ) : null}
          {weight === null ? null : (
            <span className="text-muted-foreground"> {decimals(weight)}</span>
          )}
        </li>
      ))}
    </ul>
    <p className="mt-2 text-xs text-muted-foreground">
      Searched {why.passagesInScope.toLocaleString('en')} passages by words
      {why.space === null ? '' : ` and by meaning (${why.space})`}.
      {why.evidence === null
        ? ''
        : ` The best one carries ${percent(why.evidence)} of the question.`}
      {why.remembered ? ' The result of the same search a moment before was used.' : ''}
      {why.answerRemembered ? ' So was the answer.' : ''}
      {Object.entries(why.filter).map(
        ([name, values]) => ` Only documents with ${name}: ${values.join(' or ')}.`,
      )}
    </p>
  </section>
);

const Calls = ({ calls }: Pick<WhyView, 'calls'>) =>
  calls.length === 0 ? null : (
    <section aria-labelledby="why-calls">
      <h3 id="why-calls" className="text-sm font-medium">
        Calls to models
      </h3>
      <ul className="mt-1 text-xs text-muted-foreground">
        {calls.map(({ purpose, model, milliseconds, outcome }) => (
          <li key={purpose}>
            {purposes[purpose]}: {model}, {milliseconds} ms
            {outcome === 'done' ? '' : `, ${outcomes[outcome]}`}
          </li>
        ))}
      </ul>
    </section>
  );

const Body = ({ why }: { why: WhyView }) => (
  <div className="flex flex-col gap-5">
    <Question why={why} />
    <section aria-labelledby="why-candidates">
      <h3 id="why-candidates" className="text-sm font-medium">
        What came up, best first
      </h3>
      {why.candidates.length === 0 ? (
        <p className="mt-1 text-sm text-muted-foreground">
          Nothing that you may read{why.withheld > 0 ? ' any more' : ' came up'}.
        </p>
      ) : (
        <ol className="mt-1 divide-y divide-border">
          {why.candidates.map((candidate) => (
            <CandidateRow key={candidate.passageId} candidate={candidate} searched={why.searched} />
          ))}
        </ol>
      )}
      {why.withheld > 0 && why.candidates.length > 0 ? (
        <p className="mt-1 text-xs text-muted-foreground">
          {why.withheld} more that you may not read any more.
        </p>
      ) : null}
    </section>
    <Calls calls={why.calls} />
  </div>
);

/** Why an answer has its sources: what was searched, what came up, and what was left out. */
const WhyDialog = ({ messageId, onClose }: { messageId: string; onClose: () => void }) => {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['why', messageId],
    queryFn: () => json<WhyView>(`/messages/${messageId}/why`),
  });
  return (
    <Dialog title="Why this answer" onClose={onClose} width="max-w-2xl">
      {isPending ? <Loading label="Looking it up" /> : null}
      {error ? <Failed error={error} onRetry={() => void refetch()} /> : null}
      {data ? <Body why={data} /> : null}
    </Dialog>
  );
};

export default WhyDialog;
