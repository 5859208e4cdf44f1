import { LoaderCircle, Pencil, Play, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { BaseView } from '../../src/contracts/base.ts';
import type { EvaluationView, TestQuestionView } from '../../src/contracts/evaluation.ts';
import { OptionsMenu } from '../parts/options-menu.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { EvaluationReport } from './evaluation-report.tsx';
import { TestQuestionDialog } from './test-question-dialog.tsx';
import { isRunning, useEvaluations, useTestChanges, useTestQuestions } from './use-tests.ts';

type Changes = ReturnType<typeof useTestChanges>;

const expectation = ({ unanswerable, answer, expected }: TestQuestionView): string => {
  if (unanswerable) return 'not in the documents';
  const parts = [
    answer === null ? null : `“${answer}”`,
    expected.length === 0 ? null : `from ${expected.map(({ title }) => title ?? '?').join(', ')}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'an answer' : parts.join(' ');
};

const QuestionRow = ({ question, changes }: { question: TestQuestionView; changes: Changes }) => {
  const [editing, setEditing] = useState(false);
  return (
    <li className="flex items-center gap-3 py-2 text-sm">
      <span className="min-w-0 flex-1">
        <span dir="auto" className="wrap-anywhere">
          {question.question}
        </span>
        <span className="block text-xs wrap-anywhere text-muted-foreground">
          Expected: {expectation(question)}
        </span>
      </span>
      <OptionsMenu
        label={`Options of ${question.question}`}
        align="end"
        entries={[
          {
            label: 'Edit',
            icon: <Pencil size={15} aria-hidden />,
            onSelect: () => setEditing(true),
          },
          {
            label: 'Delete',
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onSelect: () => changes.remove.mutate(question.id),
          },
        ]}
      />
      {editing ? (
        <TestQuestionDialog
          question={question}
          onSave={(wish) => changes.change.mutate({ id: question.id, ...wish })}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </li>
  );
};

const Questions = ({ base, changes }: { base: BaseView; changes: Changes }) => {
  const { data, error, isPending, refetch } = useTestQuestions(base.id);
  const [adding, setAdding] = useState(false);
  if (isPending) return <Loading label="Loading the test questions" />;
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <section aria-label="Test questions">
      <div className="flex items-center justify-between gap-3">
        <div>
          <h2 className="text-sm font-medium">Test questions</h2>
          <p className="text-xs text-muted-foreground">
            Made by a click from what was not answered or rated down, or written here.
          </p>
        </div>
        <button type="button" className="button button-quiet h-8" onClick={() => setAdding(true)}>
          <Plus size={14} aria-hidden /> Add
        </button>
      </div>
      {data.items.length === 0 ? (
        <p className="mt-2 text-sm text-muted-foreground">There are none yet.</p>
      ) : (
        <ul className="mt-2 divide-y divide-border border-y border-border">
          {data.items.map((question) => (
            <QuestionRow key={question.id} question={question} changes={changes} />
          ))}
        </ul>
      )}
      {adding ? (
        <TestQuestionDialog
          question={null}
          onSave={changes.add.mutate}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </section>
  );
};

const when = (time: number): string =>
  new Date(time).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });

const stateOf = ({ state, done, questions, reason }: EvaluationView): string => {
  if (state === 'failed') return reason ?? 'failed';
  return state === 'done' ? `${questions} questions` : `${done} of ${questions} asked`;
};

const Runs = ({ base, changes }: { base: BaseView; changes: Changes }) => {
  const { data } = useEvaluations(base.id);
  const [picked, setPicked] = useState<string | null>(null);
  const runs = data?.items ?? [];
  const running = runs.find(isRunning);
  const chosen = picked ?? runs.find(({ state }) => state === 'done')?.id ?? null;
  return (
    <section aria-label="Evaluations" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-sm font-medium">Evaluations</h2>
        <div className="flex items-center gap-3">
          {running ? (
            <p role="status" className="flex items-center gap-2 text-xs text-muted-foreground">
              <LoaderCircle size={13} aria-hidden className="animate-spin" /> {stateOf(running)}
            </p>
          ) : null}
          {runs.length > 1 ? (
            <select
              aria-label="Evaluation"
              className="field w-auto"
              value={chosen ?? ''}
              onChange={(event) => setPicked(event.target.value)}
            >
              {runs
                .filter((run) => !isRunning(run))
                .map((run) => (
                  <option key={run.id} value={run.id}>
                    {when(run.createdAt)}, {stateOf(run)}
                  </option>
                ))}
            </select>
          ) : null}
          <button
            type="button"
            className="button button-primary h-8"
            disabled={running !== undefined || changes.run.isPending}
            onClick={() => {
              setPicked(null);
              changes.run.mutate();
            }}
          >
            <Play size={14} aria-hidden /> Evaluate
          </button>
        </div>
      </div>
      {chosen === null ? (
        <p className="text-sm text-muted-foreground">
          Nothing was evaluated yet: every test question is asked, and the answers are compared with
          what is expected.
        </p>
      ) : (
        <EvaluationReport key={chosen} id={chosen} />
      )}
    </section>
  );
};

/** How well a base answers, measured with its own questions. */
const BaseTests = ({ base }: { base: BaseView }) => {
  const changes = useTestChanges(base.id);
  return (
    <div className="flex flex-col gap-8">
      <Runs base={base} changes={changes} />
      <Questions base={base} changes={changes} />
    </div>
  );
};

export default BaseTests;
