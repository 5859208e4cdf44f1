import { Copy, Paperclip, Pencil } from 'lucide-react';
import { memo, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { MessageView } from '../../src/contracts/conversation.ts';
import { copyText } from '../parts/copy.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { BranchSwitcher } from './branch-switcher.tsx';
import { filesOf, imagesOf, textOf } from './message-text.ts';

type Props = {
  message: MessageView;
  editing: boolean;
  onEdit: ((id: string | null) => void) | null;
  onAsk: (text: string, message: MessageView) => void;
  onSwitch: (id: string) => void;
};

const Editor = ({ message, onEdit, onAsk }: Pick<Props, 'message' | 'onEdit' | 'onAsk'>) => {
  const [text, setText] = useState(() => textOf(message));
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = (): void => {
    if (text.trim() === '') return;
    onEdit?.(null);
    onAsk(text.trim(), message);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onEdit?.(null);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className="flex w-full flex-col gap-3 rounded-2xl bg-muted p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        aria-label="Edit the question"
        className="field-sizing-content max-h-60 w-full resize-none bg-transparent px-1 text-[0.9375rem] leading-6 outline-none"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex justify-end gap-2">
        <button type="button" className="button button-quiet" onClick={() => onEdit?.(null)}>
          Cancel
        </button>
        <button type="submit" className="button button-primary" disabled={text.trim() === ''}>
          Ask again
        </button>
      </div>
    </form>
  );
};

const Files = ({ message }: { message: MessageView }) => (
  <>
    {imagesOf(message).map(({ url, name }) => (
      <img key={url} src={url} alt={name} className="max-h-60 max-w-[85%] rounded-xl" />
    ))}
    {filesOf(message).map((file) => (
      <span
        key={file.documentId}
        className="flex max-w-full items-center gap-1.5 rounded-lg border border-border px-2.5 py-1 text-xs"
      >
        <Paperclip size={12} aria-hidden />
        <span className="truncate">{file.name}</span>
      </span>
    ))}
  </>
);

/** A question. An edit of it becomes another branch; the old one stays. */
export const UserMessage = memo(({ message, editing, onEdit, onAsk, onSwitch }: Props) => (
  <article aria-label="Question" className="group flex flex-col items-end gap-1.5">
    {editing ? (
      <Editor message={message} onEdit={onEdit} onAsk={onAsk} />
    ) : (
      <>
        <Files message={message} />
        <p
          dir="auto"
          className="max-w-[85%] rounded-2xl bg-muted px-4 py-2.5 text-[0.9375rem] leading-6 whitespace-pre-wrap wrap-anywhere"
        >
          {textOf(message)}
        </p>
        <div className="flex h-8 items-center">
          <div className="flex opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
            <IconButton label="Copy the question" onClick={() => void copyText(textOf(message))}>
              <Copy size={15} aria-hidden />
            </IconButton>
            {onEdit ? (
              <IconButton label="Edit the question" onClick={() => onEdit(message.id)}>
                <Pencil size={15} aria-hidden />
              </IconButton>
            ) : null}
          </div>
          <BranchSwitcher id={message.id} siblings={message.siblings} onSwitch={onSwitch} />
        </div>
      </>
    )}
  </article>
));
