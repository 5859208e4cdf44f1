import { seeded } from './random.ts';
import type { Collection } from './collections.ts';
import type { CollectionDocument, Question } from '../../src/knowledge/evaluation/collection.ts';

/** A corpus with questions that it answers and questions of other subjects. */
export type SetUp = {
  name: string;
  language: string;
  documents: CollectionDocument[];
  onTopic: Question[];
  offTopic: Question[];
};

const sizes = [10, 100, 1_000, 5_000];
const OFF_TOPIC = 60;
const ON_TOPIC = 300;
/** Paragraphs of one article stand together in the collections that have one language to themselves. */
const ARTICLE = 5;

const shuffled = <Item>(items: readonly Item[], random: () => number): Item[] =>
  items
    .map((item) => ({ item, key: random() }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ item }) => item);

const relevantTo = ({ judgements }: Collection, { id }: Question): string[] =>
  [...(judgements.get(id) ?? [])].filter(([, grade]) => grade > 0).map(([document]) => document);

/** Whole articles, so that what is left out is of other subjects. */
const drawArticles = (
  { documents }: Collection,
  size: number,
  random: () => number,
): CollectionDocument[] => {
  const articles = Array.from({ length: Math.ceil(documents.length / ARTICLE) }, (_, at) =>
    documents.slice(at * ARTICLE, (at + 1) * ARTICLE),
  );
  return shuffled(articles, random)
    .slice(0, size / ARTICLE)
    .flat();
};

const setUp = (
  collection: Collection,
  others: readonly Collection[],
  { size, seed }: { size: number; seed: number },
): SetUp => {
  const random = seeded(seed);
  const alone = others.length === 0;
  const documents = alone
    ? drawArticles(collection, size, random)
    : shuffled(collection.documents, random).slice(0, size);
  const present = new Set(documents.map(({ id }) => id));
  const answerable = collection.questions.filter((question) =>
    relevantTo(collection, question).some((id) => present.has(id)),
  );
  const elsewhere = alone
    ? collection.questions.filter(
        (question) => !relevantTo(collection, question).some((id) => present.has(id)),
      )
    : others.flatMap(({ questions }) => shuffled(questions, random).slice(0, OFF_TOPIC));
  return {
    name: `${collection.name}, ${documents.length} passages`,
    language: collection.language,
    documents,
    onTopic: shuffled(answerable, random).slice(0, ON_TOPIC),
    offTopic: shuffled(elsewhere, random).slice(0, ON_TOPIC),
  };
};

/** Every collection at 10, 100, 1,000 and 5,000 passages and whole (four fifths where it has its language to itself). */
export const setUps = (collections: readonly Collection[]): SetUp[] =>
  collections.flatMap((collection) => {
    const others = collections.filter(
      (other) => other !== collection && other.language === collection.language,
    );
    const whole =
      others.length === 0
        ? Math.floor((collection.documents.length * 0.8) / ARTICLE) * ARTICLE
        : collection.documents.length;
    const draws = [...sizes.filter((size) => size < whole), whole].map((size, seed) => ({
      size,
      seed: seed + 1,
    }));
    return draws
      .map((draw) => setUp(collection, others, draw))
      .filter(({ onTopic }) => onTopic.length > 0);
  });
