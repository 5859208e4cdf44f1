import { useEffect, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useMe } from '../api/queries.ts';
import { pickedFiles, type NamedFile } from '../documents/dropped-files.ts';
import type { MetadataChoice } from '../documents/metadata-picker.tsx';
import { useDrop } from '../documents/use-drop.ts';
import type { ChosenMetadata } from '../documents/use-facets.ts';
import { useCommand } from '../parts/commands.ts';
import { isPicture, type Picture } from './images.ts';
import { useAttachments } from './use-attachments.ts';
import { useDraft } from './use-draft.ts';
import { usePictures } from './use-pictures.ts';

export type Draft = {
  text: string;
  files: { documentId: string; name: string }[];
  pictures: Picture[];
  /** Only documents described so are asked. */
  metadata: ChosenMetadata;
};

export type ComposerProps = {
  /** Stops the running answer; null: none is running. */
  onStop: (() => void) | null;
  running: boolean;
  /** False while the conversation is being opened: a question sent meanwhile leaves when this is true. */
  ready: boolean;
  /** Where the draft belongs; null: a conversation that is yet to be made. */
  conversationId: string | null;
  /** Calls `sent` when the question has left: until then it stays in the field. */
  onAsk: (draft: Draft, sent: () => void) => void;
  /** The conversation that files are attached to; made when there is none yet. */
  conversation: () => Promise<string>;
  choice: MetadataChoice;
};

/** Images go with the question when the model sees them; everything else is attached to the conversation. */
const useFiles = (conversation: () => Promise<string>) => {
  const attachments = useAttachments(conversation);
  const pictures = usePictures();
  const { data: me } = useMe();
  const sees = me?.answers.vision ?? false;
  const add = (files: NamedFile[]): void => {
    pictures.add(files.filter(({ file }) => sees && isPicture(file)));
    void attachments.add(files.filter(({ file }) => !sees || !isPicture(file)));
  };
  return { attachments, pictures, add, sees };
};

export const useComposer = ({
  conversationId,
  onAsk,
  conversation,
  running,
  ready,
  choice,
}: ComposerProps) => {
  const [text, setText] = useDraft(conversationId);
  const wanted = useRef(false);
  const { attachments, pictures, add, sees } = useFiles(conversation);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const pending = attachments.pending || pictures.pending;
  const canSend = text.trim() !== '' && !running && !pending;
  const sent = (): void => {
    setText('');
    attachments.clear();
    pictures.clear();
  };
  const send = (): void => {
    if (!canSend) return;
    wanted.current = !ready;
    if (!ready) return;
    const { metadata } = choice;
    const { files } = attachments;
    onAsk({ text: text.trim(), files, pictures: pictures.pictures, metadata }, sent);
  };
  useEffect(() => {
    if (wanted.current && ready) send();
  });
  const write = (next: string): void => {
    wanted.current = false; // what is still being changed is not sent
    setText(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const files = pickedFiles(event.clipboardData.files);
    if (files.length === 0) return;
    event.preventDefault(); // the name of the file would be written as well
    add(files);
  };
  useCommand('ask', () => field.current?.focus());
  useCommand('attach', () => picker.current?.click());
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);
  const hovering = useDrop(add);
  const files = { attachments, pictures, add, sees };
  return {
    text,
    write,
    files,
    field,
    picker,
    pending,
    canSend,
    send,
    onKeyDown,
    onPaste,
    hovering,
  };
};
