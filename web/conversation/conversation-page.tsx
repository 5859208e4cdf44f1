import { useEffect } from 'react';
import { Link } from 'wouter';
import { isProblem } from '../api/request.ts';
import { useConversationBases } from '../bases/use-conversation-bases.ts';
import { SourcePanel } from '../citations/source-panel.tsx';
import { numbered, useOpenSource } from '../citations/use-citations.tsx';
import { useCommand } from '../parts/commands.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { AnswersNote } from './answers-note.tsx';
import { Composer } from './composer.tsx';
import { useKeptMetadata } from './kept-metadata.ts';
import { MessageList } from './message-list.tsx';
import { useConversation, type ConversationActions } from './use-conversation.ts';

const useSourceCommands = ({ shown, stop }: ConversationActions): void => {
  const { open, show, step, close } = useOpenSource();
  const cited = shown.findLast(({ message }) => message.citations.length > 0)?.message;
  useCommand('escape', stop ?? (open ? close : null));
  useCommand('next-source', open && (() => step(1)));
  useCommand('previous-source', open && (() => step(-1)));
  useCommand(
    'source',
    cited
      ? () => {
          const citations = numbered(cited.citations, cited.sources);
          show({ citations, index: 0, messageId: cited.id });
        }
      : null,
  );
};

const Missing = () => (
  <Empty title="This conversation does not exist">
    It was deleted, or it belongs to somebody else.{' '}
    <Link href="/" className="text-brand underline underline-offset-2">
      Start a new one
    </Link>
  </Empty>
);

const Body = ({ id, conversation }: { id: string; conversation: ConversationActions }) => {
  const { query, shown } = conversation;
  if (shown.length > 0) return <MessageList conversationId={id} conversation={conversation} />;
  if (query.isPending) return <Loading label="Opening the conversation" />;
  if (query.isError) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Empty title="Nothing has been asked here yet">Write your first question below.</Empty>;
};

/** A conversation, and beside it the source that was opened from it. */
const ConversationPage = ({ id }: { id: string }) => {
  const conversation = useConversation(id);
  const bases = useConversationBases(id);
  const choice = useKeptMetadata(id);
  const { query, title, running, stop, ask, leafId } = conversation;
  const { close } = useOpenSource();
  useSourceCommands(conversation);
  useEffect(() => close, [close]);
  useTitle(title);
  if (isProblem(query.error, 404)) return <Missing />;
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <h1 className="sr-only">{title || 'Conversation'}</h1>
        <div className="flex min-h-0 flex-1 flex-col">
          <Body id={id} conversation={conversation} />
        </div>
        <Composer
          running={running}
          ready={query.data !== undefined} // what a question follows is known only then
          onStop={stop}
          conversationId={id}
          onAsk={(draft, sent) => {
            ask({ ...draft, parentId: leafId });
            sent();
          }}
          conversation={() => Promise.resolve(id)}
          bases={bases}
          choice={choice}
        >
          <AnswersNote />
        </Composer>
      </div>
      <SourcePanel />
    </div>
  );
};

export default ConversationPage;
