import { ArrowUp, Paperclip, Square } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useCommand } from '../parts/commands.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { DropHint } from '../documents/drop-hint.tsx';
import { pickedFiles } from '../documents/dropped-files.ts';
import { useDrop } from '../documents/use-drop.ts';
import { AttachmentList } from './attachment-list.tsx';
import { prepareConversationPage } from './lazy-conversation-page.ts';
import { useAttachments } from './use-attachments.ts';

export type Draft = { text: string; files: { documentId: string; name: string }[] };

type Props = {
  /** Stops the running answer; null: none is running. */
  onStop: (() => void) | null;
  running: boolean;
  onAsk: (draft: Draft) => void;
  /** The conversation that files are attached to; made when there is none yet. */
  conversation: () => Promise<string>;
  children?: ReactNode;
};

const QUESTION_LIMIT = 32_000;

const useComposer = ({ onAsk, conversation, running }: Props) => {
  const [text, setText] = useState('');
  const attachments = useAttachments(conversation);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const canSend = text.trim() !== '' && !running && !attachments.pending;
  const send = (): void => {
    if (!canSend) return;
    onAsk({ text: text.trim(), files: attachments.files });
    setText('');
    attachments.clear();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  useCommand('ask', () => field.current?.focus());
  useCommand('attach', () => picker.current?.click());
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);
  const hovering = useDrop((files) => void attachments.add(files));
  return { text, setText, attachments, field, picker, canSend, send, onKeyDown, hovering };
};

/** Where questions are written. */
export const Composer = (props: Props) => {
  const { text, setText, attachments, field, picker, canSend, send, onKeyDown, hovering } =
    useComposer(props);
  const { onStop, running, children } = props;
  return (
    <div className="mx-auto w-full max-w-[43.5rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4">
      <form
        className="rounded-2xl border border-border bg-card shadow-sm transition-colors focus-within:border-brand"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {attachments.items.length > 0 ? <AttachmentList attachments={attachments} /> : null}
        <textarea
          ref={field}
          rows={1}
          aria-label="Question"
          placeholder="Ask about your documents"
          maxLength={QUESTION_LIMIT}
          className="field-sizing-content block max-h-52 min-h-12 w-full resize-none bg-transparent px-4 pt-3.5 text-[0.9375rem] leading-6 outline-none placeholder:text-muted-foreground"
          value={text}
          onChange={(event) => {
            prepareConversationPage();
            setText(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        <div className="flex items-center justify-between px-2 pb-2">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label="Files to attach"
            onChange={(event) => {
              void attachments.add(pickedFiles(event.target.files));
              event.target.value = '';
            }}
          />
          <IconButton
            label="Attach files to this conversation"
            onClick={() => picker.current?.click()}
          >
            <Paperclip size={17} aria-hidden />
          </IconButton>
          {running ? (
            <button
              type="button"
              aria-label="Stop the answer"
              title="Stop the answer"
              disabled={onStop === null}
              className="grid size-8 place-items-center rounded-full bg-foreground text-background disabled:opacity-50"
              onClick={() => onStop?.()}
            >
              <Square size={12} fill="currentColor" aria-hidden />
            </button>
          ) : (
            <button
              type="submit"
              aria-label="Send"
              title={attachments.pending ? 'Waits until the attached files have been read' : 'Send'}
              disabled={!canSend}
              className="grid size-8 place-items-center rounded-full bg-brand text-background transition-colors disabled:bg-accent disabled:text-muted-foreground"
            >
              <ArrowUp size={17} aria-hidden />
            </button>
          )}
        </div>
      </form>
      {children}
      {hovering ? <DropHint label="Drop to attach to this conversation" /> : null}
    </div>
  );
};
