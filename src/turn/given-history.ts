import type { Utterance } from '../domain/message.ts';

/** What a client says was said before. Nobody vouches for it: it is prompt text, in whose words it may be. */
export type GivenMessage = { role: 'user' | 'assistant'; text: string };

const MOST_MESSAGES = 20;
const MOST_CHARACTERS = 20_000;

/** The latest that fit, oldest first. */
export const trimGivenHistory = (given: readonly GivenMessage[]): Utterance[] => {
  const kept: Utterance[] = [];
  let left = MOST_CHARACTERS;
  for (const { role, text } of given.slice(-MOST_MESSAGES).toReversed()) {
    left -= text.length;
    if (left < 0) break;
    kept.unshift({ role, parts: [{ type: 'text', text }] });
  }
  return kept;
};
