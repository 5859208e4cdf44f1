import { changingHistory, type ChangingNeeds } from './changing.ts';
import type { Conversations } from './history.ts';
import { readingHistory } from './reading.ts';

export const createConversations = (needs: ChangingNeeds): Conversations => ({
  ...readingHistory(needs.tenants),
  ...changingHistory(needs),
});
