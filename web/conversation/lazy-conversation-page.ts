import { lazily, patiently } from '../parts/lazily.ts';

const load = () => import('./conversation-page.tsx');

/** With the markdown and citation parts, which the first view of the page does not need. */
export const ConversationPage = lazily(load);

/** Called when somebody begins to write: the answer will need it soon. Whoever shows it says why it is not there. */
export const prepareConversationPage = (): void => void patiently(load).catch(() => undefined);
