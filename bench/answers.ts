import { extractiveAnswerer } from '../src/adapters/embedded/extractive/extractive-answerer.ts';
import type { Message } from '../src/domain/message.ts';
import type { Retrieval } from '../src/domain/passage.ts';
import { evaluateAnswers, type QuotedAnswer } from '../src/knowledge/evaluation/evaluate.ts';
import { mean } from '../src/knowledge/evaluation/ranking-figures.ts';
import { placeAmong, placeCitation } from '../src/knowledge/placing.ts';
import { sentenceRanges } from '../src/lib/language/sentences.ts';
import { contentStems, stemsOf } from '../src/lib/language/stems.ts';
import { setUps } from './lib/abstention.ts';
import { loadCollections, withIndexes, type Collection, type Indexed } from './lib/collections.ts';
import { report } from './lib/figures.ts';
import { paraphrase } from './lib/paraphrase.ts';
import { seeded } from './lib/random.ts';

const PASSAGES = 5;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const message: Message = {
  id: 'question',
  conversationId: 'bench',
  parentId: null,
  role: 'user',
  parts: [],
  state: 'complete',
  turnId: 'bench',
  createdAt: 0,
  citations: [],
  sources: [],
  abstained: false,
  usage: null,
  feedback: [],
};

/** A quote that does not stand word for word at its place is a fault of the program, not a low figure. */
const quoteAt = (
  { passages }: Retrieval,
  passageNumber: number,
  range: { start: number; end: number },
): string => {
  const passage = passages[passageNumber - 1];
  if (
    !passage ||
    range.start < passage.start ||
    range.end > passage.end ||
    range.start >= range.end
  )
    throw new Error(`the range ${range.start}-${range.end} is not in passage ${passageNumber}`);
  return passage.text.slice(range.start - passage.start, range.end - passage.start);
};

const answerer = extractiveAnswerer();
const answerFrom = async (question: string, retrieval: Retrieval): Promise<QuotedAnswer> => {
  const request = {
    question,
    message,
    history: [],
    retrieval,
    signal: new AbortController().signal,
  };
  const sentences: string[] = [];
  let [text, abstained] = ['', false];
  for await (const event of answerer.answer(request)) {
    if (event.type === 'answer-delta') text += event.text;
    if (event.type === 'answer-end') ({ abstained } = event);
    if (event.type !== 'citation-mark' || !event.range) continue;
    const quote = quoteAt(retrieval, event.passageNumber, event.range);
    if (!text.slice(0, event.offset).endsWith(quote))
      throw new Error(`not word for word: ${quote}`);
    sentences.push(quote);
  }
  return { sentences, abstained };
};

const quoteBudgets: Partial<Record<string, { first: number; any: number }>> = {
  squad: { first: 0.76, any: 0.895 },
  xquad_de: { first: 0.76, any: 0.91 },
};

const quoting = async (
  { name, questions, answers, unanswerable }: Collection,
  { ask }: Indexed,
) => {
  const answer = async (question: string) => answerFrom(question, await ask(question, PASSAGES));
  const firstSentences = async (question: string): Promise<QuotedAnswer> => ({
    sentences: (await ask(question, 3)).passages.map(({ text }) => {
      const [first] = sentenceRanges(text);
      return first ? text.slice(first.start, first.end) : '';
    }),
    abstained: false,
  });
  const figures = await evaluateAnswers({ questions, gold: answers, unanswerable, answer });
  const plain = await evaluateAnswers({
    questions,
    gold: answers,
    unanswerable: [],
    answer: firstSentences,
  });
  const budget = quoteBudgets[name];
  const line = (what: string, [figure, reference]: [number, number], least?: number) =>
    report({
      name: `answers ${name}, gold in ${what}`,
      figure: percent(figure),
      ...(least !== undefined && {
        budget: { text: `≥ ${percent(least)}`, met: figure >= least },
      }),
      reference: `first sentences of the top passages: ${percent(reference)}`,
    });
  line('first sentence', [figures.inFirst, plain.inFirst], budget?.first);
  line(`${figures.sentences.toFixed(1)} sentences`, [figures.inAny, plain.inAny], budget?.any);
  if (figures.refused !== null)
    report({ name: `answers ${name}, unanswerable refused`, figure: percent(figures.refused) });
};

const FALSE_REFUSALS = 0.04;
const OFF_TOPIC_REFUSED = 0.87;
/** One threshold for every corpus: what the spike found best on eight collections. */
const FIXED_THRESHOLD = 0.269;

const abstention = async (
  collections: readonly Collection[],
  add: Parameters<Parameters<typeof withIndexes>[0]>[0],
) => {
  const all: Record<'wrong' | 'right' | 'wrongFixed' | 'rightFixed', number[]> = {
    wrong: [],
    right: [],
    wrongFixed: [],
    rightFixed: [],
  };
  for (const { name, language, documents, onTopic, offTopic } of setUps(collections)) {
    const { ask } = await add(documents, language);
    const refusals = async (questions: readonly { text: string }[]) => {
      const each: { refused: number; fixed: number }[] = [];
      for (const { text } of questions) {
        const retrieval = await ask(text, PASSAGES);
        const { abstained } = await answerFrom(text, retrieval);
        each.push({
          refused: abstained ? 1 : 0,
          fixed: (retrieval.evidence ?? 0) < FIXED_THRESHOLD ? 1 : 0,
        });
      }
      return {
        refused: mean(each.map(({ refused }) => refused)),
        fixed: mean(each.map(({ fixed }) => fixed)),
      };
    };
    const [on, off] = [await refusals(onTopic), await refusals(offTopic)];
    all.wrong.push(on.refused);
    all.right.push(off.refused);
    all.wrongFixed.push(on.fixed);
    all.rightFixed.push(off.fixed);
    report({
      name: `abstention ${name}`,
      figure: `${percent(on.refused)} / ${percent(off.refused)}`,
    });
  }
  report({
    name: 'abstention, false refusals, mean',
    figure: percent(mean(all.wrong)),
    budget: { text: `≤ ${percent(FALSE_REFUSALS)}`, met: mean(all.wrong) <= FALSE_REFUSALS },
    reference: `one fixed threshold: ${percent(mean(all.wrongFixed))}`,
  });
  report({
    name: 'abstention, off-topic refused, mean',
    figure: percent(mean(all.right)),
    budget: { text: `≥ ${percent(OFF_TOPIC_REFUSED)}`, met: mean(all.right) >= OFF_TOPIC_REFUSED },
    reference: `one fixed threshold: ${percent(mean(all.rightFixed))}`,
  });
};

const MISPLACED = 0.2;
const SUPPORTED = 0.6;
const SUPPORTED_CLAIMS = 0.9;

/** A scripted model says the gold sentence in other words, and marks another passage one time in five. */
const placing = async ({ name, language, questions, answers }: Collection, { ask }: Indexed) => {
  const random = seeded(7);
  const outcome = { placed: [] as number[], marked: [] as number[], right: [] as number[] };
  for (const question of questions) {
    const gold = answers.get(question.id);
    const retrieval = await ask(question.text, PASSAGES);
    const { passages } = retrieval;
    const number = passages.findIndex(({ id }) => id === gold?.document) + 1;
    const passage = passages[number - 1];
    const sentence =
      passage &&
      sentenceRanges(passage.text)
        .map(({ start, end }) => passage.text.slice(start, end))
        .find((text) => gold?.answers.some((answer) => text.includes(answer)));
    if (!passage || !sentence) continue;
    const claim = paraphrase(sentence, language, random);
    const wrong = 1 + ((number + Math.floor(random() * (passages.length - 1))) % passages.length);
    const passageNumber = random() < MISPLACED ? wrong : number;
    const wanted = [...new Set(contentStems(claim, language))];
    const isSupported = (place: { passageNumber: number; start: number; end: number } | null) => {
      const stems = new Set(
        place ? stemsOf(quoteAt(retrieval, place.passageNumber, place), language) : [],
      );
      return wanted.filter((stem) => stems.has(stem)).length >= SUPPORTED * wanted.length ? 1 : 0;
    };
    const place = placeAmong({ claim, language, passages, passageNumber });
    const markedPassage = passages[passageNumber - 1];
    const inMarked = markedPassage
      ? placeCitation({ claim, language, passage: markedPassage })
      : null;
    outcome.placed.push(isSupported(place));
    outcome.marked.push(isSupported(inMarked && { ...inMarked, passageNumber }));
    outcome.right.push(place?.passageNumber === number ? 1 : 0);
  }
  report({
    name: `placing ${name}, claims supported`,
    figure: percent(mean(outcome.placed)),
    budget: {
      text: `≥ ${percent(SUPPORTED_CLAIMS)}`,
      met: mean(outcome.placed) >= SUPPORTED_CLAIMS,
    },
    reference: `only in the marked passage: ${percent(mean(outcome.marked))}; right passage: ${percent(mean(outcome.right))}`,
  });
};

/** Quality of answers without a model, of saying that the documents do not answer, and of placing citations. */
export const run = async (): Promise<void> => {
  const collections = loadCollections();
  if (!collections) return;
  const quoted = collections.filter(({ name }) => name === 'squad' || name.startsWith('xquad'));
  await withIndexes(async (add) => {
    for (const collection of quoted) {
      const indexed = await add(collection.documents, collection.language);
      await quoting(collection, indexed);
      if (collection.language !== 'zh') await placing(collection, indexed);
    }
    await abstention(collections, add);
  });
};
