import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import type { BaseView } from '../../src/contracts/base.ts';
import type { ConversationWithMessages, MessageView } from '../../src/contracts/conversation.ts';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { keys, useAdministers, type Page } from '../api/queries.ts';
import { call, json } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';

type Props = { conversationId: string; message: MessageView };

/** The base that was asked: the one chosen, else the one cited from, else the first. */
const useAskedBase = ({ conversationId, message }: Props) => {
  const client = useQueryClient();
  return async (): Promise<string> => {
    const asked = client.getQueryData<ConversationWithMessages>(keys.conversation(conversationId));
    const [chosen] = asked?.baseIds ?? [];
    if (chosen !== undefined) return chosen;
    const cited = message.citations.find(({ documentId }) => documentId !== null)?.documentId;
    if (cited) return (await json<DocumentView>(`/documents/${cited}`)).baseId;
    const { items } = await json<Page<BaseView>>('/bases');
    return items[0]?.id ?? '';
  };
};

/** For those who look after the documents: an answer that was bad is asked again with every evaluation. */
export const KeepAsTest = (props: Props) => {
  const administers = useAdministers();
  const askedBase = useAskedBase(props);
  const keep = useMutation({
    mutationFn: async () =>
      call(`/bases/${await askedBase()}/test-questions`, {
        method: 'POST',
        body: { messageId: props.message.id },
      }),
    onSuccess: () => announce('Kept as a test question'),
  });
  if (!administers) return null;
  return (
    <button
      type="button"
      className="button button-quiet mt-2 h-8"
      disabled={keep.isPending || keep.isSuccess}
      onClick={() => keep.mutate()}
    >
      <ListChecks size={14} aria-hidden />
      {keep.isSuccess ? 'Kept as a test question' : 'Make a test question of it'}
    </button>
  );
};
