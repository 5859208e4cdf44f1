import { evaluateRetrieval } from '../src/knowledge/evaluation/evaluate.ts';
import { mean } from '../src/knowledge/evaluation/ranking-figures.ts';
import { functionWords } from '../src/lib/language/stop-words.ts';
import { loadCollections, withIndexes } from './lib/collections.ts';
import { report } from './lib/figures.ts';
import { seeded } from './lib/random.ts';

const CUT = 10;
/** Slips of each question: one draw is chance in the small collections. */
const DRAWS = 4;
/** Written without spaces: a slip there is another word. */
const LEFT_OUT = new Set(['xquad_zh']);
/** With a digit a word is never repaired: what a question is worth without it. */
const UNREPAIRABLE = 'zq0';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** One slip: two letters swapped, one left out, doubled or replaced; never the first. */
const slip = (word: string, random: () => number): string => {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter, next, after] = [
    word.slice(0, at),
    word.charAt(at),
    word.charAt(at + 1),
    word.slice(at + 2),
  ];
  const other = letters.charAt(Math.floor(random() * letters.length));
  const slips = [
    before + next + letter + after,
    before + next + after,
    before + letter + letter + next + after,
    before + other + next + after,
  ];
  const slipped = slips[Math.floor(random() * slips.length)] ?? word;
  return slipped === word ? before + next + after : slipped;
};

/** The question with something else in place of one of its longer words. */
const makeReplacing = (language: string) => {
  const known = functionWords.get(language) ?? new Set<string>();
  return (question: string, seed: number): { misspelt: string; without: string } => {
    const random = seeded(seed);
    const words = [...question.matchAll(/\p{L}{5,}/gu)].filter(
      ([word]) => !known.has(word.toLowerCase()),
    );
    const chosen = words[Math.floor(random() * words.length)];
    if (!chosen) return { misspelt: question, without: question };
    const [word] = chosen;
    const put = (other: string) =>
      question.slice(0, chosen.index) + other + question.slice(chosen.index + word.length);
    return { misspelt: put(slip(word, random)), without: put(UNREPAIRABLE) };
  };
};

/** What one slip in a question costs, with the repair of unknown words and without it. */
export const run = async (): Promise<void> => {
  const lost = { repaired: new Array<number>(), unrepaired: new Array<number>() };
  const collections = (loadCollections() ?? []).filter(({ name }) => !LEFT_OUT.has(name));
  await withIndexes(async (add) => {
    for (const { name, documents, language, questions, judgements } of collections) {
      const { ask } = await add(documents, language);
      const replace = makeReplacing(language);
      const seeds = new Map(questions.map(({ text }, at) => [text, at * DRAWS]));
      const ndcg = async (change: (question: string) => string): Promise<number> => {
        const search = async (question: string) =>
          (await ask(change(question), CUT)).passages.map(({ id }) => id);
        return (await evaluateRetrieval({ questions, judgements, search })).figures.ndcg;
      };
      const clean = await ndcg((question) => question);
      const [repaired, unrepaired] = [new Array<number>(), new Array<number>()];
      for (let draw = 1; draw <= DRAWS; draw += 1) {
        const replaced = (question: string) => replace(question, (seeds.get(question) ?? 0) + draw);
        repaired.push(clean - (await ndcg((question) => replaced(question).misspelt)));
        unrepaired.push(clean - (await ndcg((question) => replaced(question).without)));
      }
      lost.repaired.push(mean(repaired));
      lost.unrepaired.push(mean(unrepaired));
      report({
        name: `${name}: clean / lost by a slip / by losing the word`,
        figure: [clean, mean(repaired), mean(unrepaired)]
          .map((ndcg) => ndcg.toFixed(4))
          .join(' / '),
      });
    }
  });
  const share = mean(lost.repaired) / mean(lost.unrepaired);
  report({
    name: 'what a slip costs, of its cost unrepaired',
    figure: `${(100 * share).toFixed(1)} %`,
    budget: { text: '≤ 25 %', met: share <= 0.25 },
    reference: `mean nDCG lost ${mean(lost.repaired).toFixed(4)} of ${mean(lost.unrepaired).toFixed(4)}`,
  });
};
