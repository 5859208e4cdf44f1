import { useRef, useState } from 'react';
import type { TestQuestionView } from '../../src/contracts/evaluation.ts';
import { Dialog } from '../parts/dialog.tsx';
import type { Wish } from './use-tests.ts';

type Props = {
  /** Null: a new one. */
  question: TestQuestionView | null;
  onSave: (wish: Wish) => void;
  onClose: () => void;
};

/** A question, and what a right answer to it has. */
export const TestQuestionDialog = ({ question, onSave, onClose }: Props) => {
  const [asked, setAsked] = useState(question?.question ?? '');
  const [answer, setAnswer] = useState(question?.answer ?? '');
  const [unanswerable, setUnanswerable] = useState(question?.unanswerable ?? false);
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <Dialog
      title={question ? 'Test question' : 'New test question'}
      description="Asked again with every evaluation, so that a change shows what it made better or worse."
      onClose={onClose}
      focus={field}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const words = answer.trim();
          onSave({
            question: asked.trim(),
            answer: unanswerable || words === '' ? null : words,
            unanswerable,
          });
          onClose();
        }}
      >
        <label className="text-sm font-medium">
          Question
          <textarea
            ref={field}
            rows={2}
            required
            maxLength={2_000}
            className="field mt-1 h-auto py-2 font-normal"
            value={asked}
            onChange={(event) => setAsked(event.target.value)}
          />
        </label>
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={unanswerable}
            onChange={(event) => setUnanswerable(event.target.checked)}
          />
          The documents do not answer it: saying so is right
        </label>
        {unanswerable ? null : (
          <label className="text-sm font-medium">
            Words that a right answer contains
            <input
              maxLength={2_000}
              className="field mt-1 font-normal"
              value={answer}
              onChange={(event) => setAnswer(event.target.value)}
            />
          </label>
        )}
        {question && question.expected.length > 0 ? (
          <section aria-label="Expected passages" className="text-xs text-muted-foreground">
            Expected from:
            <ul className="list-disc pl-5">
              {question.expected.map(({ documentId, title, quote }) => (
                <li key={documentId + quote}>
                  {title ?? 'A document that is gone, or not yours to read'}
                  {quote === null ? null : <span dir="auto">: “{quote}”</span>}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <button
          type="submit"
          className="button button-primary self-start"
          disabled={asked.trim() === ''}
        >
          Save
        </button>
      </form>
    </Dialog>
  );
};
