import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ConversationView } from '../../src/contracts/conversation.ts';
import { keys } from '../api/queries.ts';
import { call, urlOf } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { OptionsMenu } from '../parts/options-menu.tsx';
import { RenameDialog } from '../parts/rename-dialog.tsx';

const useChanges = ({ id }: ConversationView, isOpen: boolean) => {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.conversations }),
      client.invalidateQueries({ queryKey: keys.conversation(id) }),
    ]);
  const rename = useMutation({
    mutationFn: (title: string) =>
      call(`/conversations/${id}`, { method: 'PATCH', body: { title } }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: () => call(`/conversations/${id}`, { method: 'DELETE' }),
    onSuccess: () => {
      announce('The conversation is deleted.');
      if (isOpen) navigate('/');
      client.removeQueries({ queryKey: keys.conversation(id) });
      return client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
  return { rename, remove };
};

const exports = [
  { format: 'markdown', label: 'Export as Markdown' },
  { format: 'json', label: 'Export as JSON' },
];

type RowMenuProps = { conversation: ConversationView; onRename: () => void; onDelete: () => void };

const RowMenu = ({ conversation: { id, title }, onRename, onDelete }: RowMenuProps) => (
  <OptionsMenu
    label={`Options of ${title}`}
    align="start"
    className="absolute top-0.5 right-0.5 size-7 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 pointer-coarse:opacity-100"
    entries={[
      { label: 'Rename', icon: <Pencil size={15} aria-hidden />, onSelect: onRename },
      ...exports.map(({ format, label }) => ({
        label,
        icon: <Download size={15} aria-hidden />,
        href: urlOf(`/conversations/${id}/export?format=${format}`),
      })),
      { label: 'Delete', icon: <Trash2 size={15} aria-hidden />, danger: true, onSelect: onDelete },
    ]}
  />
);

/** A conversation in the list, with what can be done with it. */
export const ConversationRow = ({ conversation }: { conversation: ConversationView }) => {
  const { id, title, runningTurnId } = conversation;
  const [location] = useLocation();
  const isOpen = location === `/c/${id}`;
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null);
  const { rename, remove } = useChanges(conversation, isOpen);
  const close = (): void => setDialog(null);
  return (
    <li className="group relative">
      <Link
        href={`/c/${id}`}
        aria-current={isOpen ? 'page' : undefined}
        className="side-item group-focus-within:pr-9 group-hover:pr-9 pointer-coarse:pr-9 aria-[current=page]:bg-accent aria-[current=page]:font-medium"
      >
        <span className="name truncate">{title}</span>
        {runningTurnId === null ? null : (
          <span className="size-1.5 shrink-0 animate-pulse rounded-full bg-brand">
            <span className="sr-only">being answered</span>
          </span>
        )}
      </Link>
      <RowMenu
        conversation={conversation}
        onRename={() => setDialog('rename')}
        onDelete={() => setDialog('delete')}
      />
      {dialog === 'rename' ? (
        <RenameDialog
          what="the conversation"
          name={title}
          limit={200}
          onRename={rename.mutate}
          onClose={close}
        />
      ) : null}
      {dialog === 'delete' ? (
        <ConfirmDialog
          title={`Delete “${title}”?`}
          description="Its questions, answers and attached files are gone for good."
          action="Delete"
          onConfirm={remove.mutate}
          onClose={close}
        />
      ) : null}
    </li>
  );
};
