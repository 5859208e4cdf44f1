import { ArrowUp, Paperclip, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { BasePicker, type ChosenBases } from '../bases/base-picker.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { DropHint } from '../documents/drop-hint.tsx';
import { ChosenMetadataList, MetadataPicker } from '../documents/metadata-picker.tsx';
import { pickedFiles } from '../documents/dropped-files.ts';
import { AttachmentList } from './attachment-list.tsx';
import { prepareConversationPage } from './lazy-conversation-page.ts';
import { PictureList } from './picture-list.tsx';
import { useComposer, type ComposerProps } from './use-composer.ts';

const QUESTION_LIMIT = 32_000;

type Props = ComposerProps & { bases: ChosenBases; children?: ReactNode };

/** Where questions are written. */
export const Composer = (props: Props) => {
  const { text, write, files, field, picker, pending, canSend, send, hovering, ...keys } =
    useComposer(props);
  const { attachments, pictures, add, sees } = files;
  const { onStop, running, bases, choice, children } = props;
  return (
    <div className="mx-auto w-full max-w-[43.5rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4">
      <form
        className="rounded-2xl border border-border bg-card shadow-sm transition-colors focus-within:border-brand"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ChosenMetadataList {...choice} />
        {pictures.items.length > 0 ? <PictureList pictures={pictures} /> : null}
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
            write(event.target.value);
          }}
          {...keys}
        />
        <div className="flex items-center justify-between px-2 pb-2">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label="Files to attach"
            onChange={(event) => {
              add(pickedFiles(event.target.files));
              event.target.value = '';
            }}
          />
          <div className="flex min-w-0 items-center gap-1">
            <IconButton
              label={sees ? 'Attach files or images' : 'Attach files to this conversation'}
              onClick={() => picker.current?.click()}
            >
              <Paperclip size={17} aria-hidden />
            </IconButton>
            <BasePicker {...bases} />
            <MetadataPicker {...choice} baseIds={bases.baseIds} />
          </div>
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
              title={pending ? 'Waits until the attached files have been read' : 'Send'}
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
