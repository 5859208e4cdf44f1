import type { QuestionResultView, ReadEvaluationView } from '../../src/contracts/evaluation.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { EvaluationFigures, measures } from './evaluation-figures.tsx';
import { useEvaluation } from './use-tests.ts';

const verdict = (result: QuestionResultView): string => {
  if (result.problem !== null) return result.problem;
  const parts = [
    result.unanswerable
      ? result.abstained
        ? 'says that it is not in the documents'
        : 'should have said that it is not in the documents'
      : result.abstained
        ? 'not answered'
        : null,
    result.found === null ? null : result.found ? `found at place ${result.rank}` : 'not found',
    result.contains === null ? null : result.contains ? 'right words' : 'other words than expected',
    result.cited === null ? null : result.cited ? 'cited' : 'cites something else',
    result.outdated ? 'the expected words are no longer in the documents' : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
};

const isRight = ({ problem, abstainedRightly, found, contains, cited }: QuestionResultView) =>
  problem === null && abstainedRightly && ![found, contains, cited].includes(false);

type Changes = { title: string; changes: NonNullable<ReadEvaluationView['comparison']>['better'] };

const ChangedQuestions = ({ title, changes }: Changes) =>
  changes.length === 0 ? null : (
    <section aria-label={title}>
      <h3 className="text-sm font-medium">{title}</h3>
      <ul className="mt-1 text-sm">
        {changes.map(({ questionId, question, measures: changed }) => (
          <li key={questionId} className="flex flex-wrap gap-x-2 py-0.5">
            <span dir="auto">{question}</span>
            <span className="text-xs leading-5 text-muted-foreground">
              {changed.map((name) => measures[name].label).join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );

const Results = ({ results }: Pick<ReadEvaluationView, 'results'>) => (
  <section aria-label="Questions">
    <h3 className="text-sm font-medium">Questions</h3>
    <ul className="mt-1 divide-y divide-border border-y border-border">
      {results.map((result) => (
        <li key={result.questionId} className="py-2 text-sm">
          <details>
            <summary>
              <span dir="auto" className="font-medium">
                {result.question}
              </span>
              <span
                className={`block text-xs ${isRight(result) ? 'text-muted-foreground' : 'text-warning'}`}
              >
                {verdict(result)}
              </span>
            </summary>
            <p
              dir="auto"
              className="mt-1 border-l-2 border-border pl-3 text-xs whitespace-pre-wrap"
            >
              {result.answer || 'No answer to show.'}
            </p>
          </details>
        </li>
      ))}
    </ul>
  </section>
);

/** One evaluation: how good, against the one before, and question by question. */
export const EvaluationReport = ({ id }: { id: string }) => {
  const { data, error, isPending, refetch } = useEvaluation(id);
  if (isPending) return <Loading label="Opening the evaluation" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const { comparison, fingerprint } = data;
  return (
    <div className="flex flex-col gap-5">
      <EvaluationFigures read={data} />
      {comparison ? (
        <>
          <ChangedQuestions title="Worse than before" changes={comparison.worse} />
          <ChangedQuestions title="Better than before" changes={comparison.better} />
        </>
      ) : null}
      <Results results={data.results} />
      <details className="text-xs text-muted-foreground">
        <summary>What was measured</summary>
        <dl className="mt-1">
          {Object.entries(fingerprint).map(([name, value]) => (
            <div key={name} className="flex gap-2">
              <dt>{name}</dt>
              <dd className="font-mono wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
};
