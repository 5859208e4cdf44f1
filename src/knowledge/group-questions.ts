import { breathe } from '../lib/breathe.ts';
import { detectLanguage } from '../lib/language/detect-language.ts';
import { contentStems } from '../lib/language/stems.ts';
import type { AskedQuestion } from '../ports/base-analytics.ts';

export type QuestionGroup = {
  /** As it was asked the last time. */
  question: string;
  asked: number;
  lastAskedAt: number;
  /** Of the answers, the newest first. */
  messageIds: string[];
};

/** Share of the words of both that they have in common. */
const ALIKE = 0.6;
const LANGUAGE_CHARACTERS = 300;

type Group = QuestionGroup & { stems: ReadonlySet<string> };

/** Questions that ask the same in other words, by the words they share; asked most first. `questions` newest first. */
export const groupQuestions = async (
  questions: readonly AskedQuestion[],
): Promise<QuestionGroup[]> => {
  const groups: Group[] = [];
  const byStem = new Map<string, Group[]>();
  const breath = breathe();
  for (const { messageId, question, askedAt } of questions) {
    await breath();
    const stems = stemsOf(question);
    const known = mostAlike(stems, byStem);
    if (known) {
      known.asked += 1;
      known.messageIds.push(messageId);
      continue;
    }
    const group = { question, asked: 1, lastAskedAt: askedAt, messageIds: [messageId], stems };
    groups.push(group);
    for (const stem of stems) {
      const having = byStem.get(stem) ?? [];
      having.push(group);
      byStem.set(stem, having);
    }
  }
  return groups
    .toSorted((one, other) => other.asked - one.asked || other.lastAskedAt - one.lastAskedAt)
    .map(({ stems: _stems, ...group }) => group);
};

/** Words that say something; of a question that has none, all of it. */
const stemsOf = (question: string): ReadonlySet<string> => {
  const text = question.slice(0, LANGUAGE_CHARACTERS);
  const stems = contentStems(text, detectLanguage(text));
  return new Set(stems.length > 0 ? stems : [question.trim().toLowerCase()]);
};

/** Of what is alike at least one is found by the rarest stems: it cannot lack more than the rest of them. */
const mostAlike = (
  stems: ReadonlySet<string>,
  byStem: ReadonlyMap<string, readonly Group[]>,
): Group | undefined => {
  const having = [...stems].map((stem) => byStem.get(stem) ?? []);
  const rarest = having
    .toSorted((one, other) => one.length - other.length)
    .slice(0, stems.size - Math.ceil(ALIKE * stems.size) + 1);
  let best: { group: Group; likeness: number } | null = null;
  for (const group of new Set(rarest.flat())) {
    const shared = stems.intersection(group.stems).size;
    const likeness = shared / (stems.size + group.stems.size - shared);
    if (likeness >= ALIKE && likeness > (best?.likeness ?? 0)) best = { group, likeness };
  }
  return best?.group;
};
