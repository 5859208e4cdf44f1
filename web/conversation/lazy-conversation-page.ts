import { lazy } from 'react';

const load = () => import('./conversation-page.tsx');

/** With the markdown and citation parts, which the first view of the page does not need. */
export const ConversationPage = lazy(load);

/** Called when somebody begins to write: the answer will need it soon. */
export const prepareConversationPage = (): void => void load();
