import { CircleStop, LoaderCircle, TriangleAlert, WifiOff } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { MessageView } from '../../src/contracts/conversation.ts';
import { SourcesList } from '../citations/sources-list.tsx';
import { AnswerCitations } from '../citations/use-citations.tsx';
import { AnswerActions } from './answer-actions.tsx';
import type { LiveTurn } from './live-turns.ts';
import { AnswerMarkdown } from './markdown.tsx';
import { textOf } from './message-text.ts';

const stages: Record<string, string> = {
  searching: 'Searching the documents',
  answering: 'Writing',
};

const Note = ({ children, icon }: { children: ReactNode; icon: ReactNode }) => (
  <p className="mt-3 flex items-center gap-2 text-sm text-muted-foreground">
    {icon}
    {children}
  </p>
);

/** What the answer is waiting for, while nothing of it can be read yet or the connection is gone. */
const Waiting = ({ live }: { live: LiveTurn }) => {
  if (live.connection === 'reconnecting') {
    return <Note icon={<WifiOff size={15} aria-hidden />}>Reconnecting…</Note>;
  }
  if (live.answer.text !== '' || live.connection === 'ended') return null;
  return (
    <Note icon={<LoaderCircle size={15} aria-hidden className="animate-spin" />}>
      {stages[live.answer.stage ?? 'searching'] ?? 'Working'}…
    </Note>
  );
};

const Ending = ({ message, onRetry }: { message: MessageView; onRetry: (() => void) | null }) => {
  if (message.state === 'stopped') {
    return <Note icon={<CircleStop size={15} aria-hidden />}>You stopped this answer.</Note>;
  }
  if (message.state !== 'failed' && message.state !== 'interrupted') return null;
  const words =
    message.state === 'interrupted'
      ? 'The answer was interrupted.'
      : 'The question was not answered.';
  return (
    <div
      role="alert"
      className="mt-3 flex flex-wrap items-start gap-3 rounded-xl bg-danger-soft px-4 py-3 text-sm"
    >
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 basis-60 wrap-break-word">
        <p className="font-medium">{words}</p>
        {message.problem ? <p>{message.problem.detail}</p> : null}
      </div>
      {onRetry ? (
        <button type="button" className="button button-quiet h-8" onClick={onRetry}>
          Try again
        </button>
      ) : null}
    </div>
  );
};

/** The text; what the server could not keep of it stays readable, and is marked. */
const Text = ({ message, live }: { message: MessageView; live: LiveTurn | null }) => {
  const text = textOf(message);
  const outcome = live?.answer.outcome;
  const kept = outcome?.outcome === 'interrupted' ? outcome.storedLength : text.length;
  const citations = message.citations;
  const writing = live !== null && message.state === 'streaming';
  return (
    <div className={writing && text !== '' ? 'writing' : ''}>
      <AnswerMarkdown text={text.slice(0, kept)} citations={citations} live={writing} />
      {kept < text.length ? (
        <section
          aria-label="Not saved"
          className="mt-3 border-l-2 border-dashed border-warning pl-4"
        >
          <p className="text-xs text-warning">
            Not saved: this part will be gone when the page is loaded again.
          </p>
          <AnswerMarkdown text={text.slice(kept)} citations={[]} live={false} />
        </section>
      ) : null}
    </div>
  );
};

type Props = {
  conversationId: string;
  message: MessageView;
  live: LiveTurn | null;
  onRegenerate: ((message: MessageView) => void) | null;
  onSwitch: (id: string) => void;
};

/** An answer with its marks, its sources, how it ended, and what can be done with it. */
export const Answer = memo(({ conversationId, message, live, onRegenerate, onSwitch }: Props) => {
  const again = onRegenerate && (() => onRegenerate(message));
  const filtered = live?.answer.filtered ?? null;
  return (
    <article aria-label="Answer" aria-busy={message.state === 'streaming'} className="@container">
      <h2 className="sr-only">Answer</h2>
      <AnswerCitations
        messageId={message.id}
        citations={message.citations}
        sources={message.sources}
      >
        {live?.answer.reasoning ? (
          <details className="mb-3 text-sm text-muted-foreground">
            <summary>Reasoning</summary>
            <p className="mt-1 border-l-2 border-border pl-3 whitespace-pre-wrap">
              {live.answer.reasoning}
            </p>
          </details>
        ) : null}
        <Text message={message} live={live} />
        {live ? <Waiting live={live} /> : null}
        {filtered ? (
          <Note icon={<TriangleAlert size={15} aria-hidden />}>
            A filter held back part of the {filtered}.
          </Note>
        ) : null}
        <Ending message={message} onRetry={again} />
        {message.state === 'streaming' ? null : (
          <>
            <SourcesList />
            <AnswerActions
              conversationId={conversationId}
              message={message}
              onRegenerate={again}
              onSwitch={onSwitch}
            />
          </>
        )}
      </AnswerCitations>
    </article>
  );
});
