import type { Utterance } from '../domain/message.ts';

/**
 * Makes a question into one that can be searched: standing on its own after what was said before, short when it is
 * long.
 *
 * Laws: null when it stays as it is; it throws a Problem when it could not judge, or what it got is no question, and
 * the rules decide; abort throws the signal's reason.
 */
export type QuestionRewriter = {
  name: string;
  rewrite(request: {
    question: string;
    /** Oldest first. */
    history: readonly Utterance[];
    signal: AbortSignal;
  }): Promise<string | null>;
};
