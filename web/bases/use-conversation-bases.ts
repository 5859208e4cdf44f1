import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  ConversationView,
  ConversationWithMessages,
} from '../../src/contracts/conversation.ts';
import { keys, useConversationQuery } from '../api/queries.ts';
import { json } from '../api/request.ts';
import type { ChosenBases } from './base-picker.tsx';

/** The bases that a conversation asks, and choosing others: the next question asks those. */
export const useConversationBases = (conversationId: string): ChosenBases => {
  const client = useQueryClient();
  const { data } = useConversationQuery(conversationId);
  const queryKey = keys.conversation(conversationId);
  const { mutate } = useMutation({
    mutationFn: (baseIds: string[]) =>
      json<ConversationView>(`/conversations/${conversationId}`, {
        method: 'PATCH',
        body: { baseIds },
      }),
    onMutate: async (baseIds) => {
      await client.cancelQueries({ queryKey }); // an older answer would undo it
      client.setQueryData<ConversationWithMessages>(queryKey, (old) => old && { ...old, baseIds });
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return { baseIds: data?.baseIds ?? null, choose: mutate };
};
