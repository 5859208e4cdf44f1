import { ArrowDown } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { MessageView } from '../../src/contracts/conversation.ts';
import { explain } from '../api/request.ts';
import { useCommand } from '../parts/commands.ts';
import { copyText } from '../parts/copy.ts';
import { announce } from '../parts/announcer.tsx';
import { Contained } from '../parts/contained.tsx';
import { notify } from '../parts/notice.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { useLatest } from '../parts/use-latest.ts';
import { Answer } from './answer.tsx';
import { picturesAgain } from './images.ts';
import { useKeptMetadata } from './kept-metadata.ts';
import { filesOf, imagesOf, textOf } from './message-text.ts';
import type { ConversationActions } from './use-conversation.ts';
import { useStickToBottom } from './use-stick-to-bottom.ts';
import { UserMessage } from './user-message.tsx';

type Props = { conversationId: string; conversation: ConversationActions };

const useMessageActions = ({ conversationId, conversation }: Props) => {
  const { metadata } = useKeptMetadata(conversationId);
  const { shown, running, ask, regenerate, switchTo } = conversation;
  const [editing, setEditing] = useState<string | null>(null);
  const onAsk = (text: string, message: MessageView): void =>
    void picturesAgain(imagesOf(message)).then(
      (pictures) =>
        ask({ text, parentId: message.parentId, files: filesOf(message), pictures, metadata }),
      (error: unknown) => notify(explain(error)),
    );
  const onRegenerate = (message: MessageView): void => {
    const request = shown.at(-1)?.live?.request;
    // Nothing of a refused question is stored: it is asked again.
    if (message.id === 'answering' && request?.kind === 'ask') ask(request);
    else regenerate(message);
  };
  const last = shown.at(-1)?.message;
  const lastQuestion = shown.findLast(({ message }) => message.role === 'user')?.message;
  const answered = !running && last?.role === 'assistant' ? last : null;
  useCommand('regenerate', answered && (() => onRegenerate(answered)));
  useCommand('edit', !running && lastQuestion ? () => setEditing(lastQuestion.id) : null);
  useCommand(
    'copy',
    answered && (() => void copyText(textOf(answered)).then(() => announce('Copied'))),
  );
  return { editing, setEditing, onAsk, onRegenerate, switchTo };
};

/** Handlers keep their identity, so that finished messages are not rendered again while one is written. */
const useStable = <Arguments extends unknown[]>(run: (...given: Arguments) => void) => {
  const latest = useLatest(run);
  return useCallback((...given: Arguments) => latest.current(...given), [latest]);
};

const BareAnswer = ({ message }: { message: MessageView }) => (
  <article aria-label="Answer">
    <p role="alert" className="mb-3 rounded-xl bg-danger-soft px-4 py-3 text-sm">
      This answer cannot be shown as it should be. This is its bare text.
    </p>
    <p className="markdown whitespace-pre-wrap">{textOf(message)}</p>
  </article>
);

/** The messages of the shown branch. */
export const MessageList = (props: Props) => {
  const { shown, running } = props.conversation;
  const actions = useMessageActions(props);
  const onAsk = useStable(actions.onAsk);
  const onRegenerate = useStable(actions.onRegenerate);
  const onSwitch = useStable(actions.switchTo);
  const { scroller, content, onScroll, away, toBottom } = useStickToBottom();
  return (
    <div className="relative min-h-0 flex-1">
      <ScrollRegion
        ref={scroller}
        onScroll={onScroll}
        aria-label="Messages"
        className="h-full overflow-y-auto"
      >
        <div
          ref={content}
          className="mx-auto flex max-w-[43.5rem] flex-col gap-3 px-4 pt-8 pb-10 sm:px-5"
        >
          {shown.map(({ message, live }) =>
            message.role === 'user' ? (
              <UserMessage
                key={message.id}
                message={message}
                editing={actions.editing === message.id}
                onEdit={running ? null : actions.setEditing}
                onAsk={onAsk}
                onSwitch={onSwitch}
              />
            ) : (
              <Contained key={message.id} fallback={<BareAnswer message={message} />}>
                <Answer
                  conversationId={props.conversationId}
                  message={message}
                  live={live}
                  onRegenerate={running ? null : onRegenerate}
                  onSwitch={onSwitch}
                />
              </Contained>
            ),
          )}
        </div>
      </ScrollRegion>
      {away ? (
        <button
          type="button"
          aria-label="To the end of the conversation"
          className="icon-button absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full border border-border bg-card shadow-sm"
          onClick={toBottom}
        >
          <ArrowDown size={16} aria-hidden />
        </button>
      ) : null}
    </div>
  );
};
