import type { Document } from '../domain/document.ts';
import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import type { Passage } from '../domain/passage.ts';
import { readersOf, type Principal } from '../domain/principal.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { askedBases } from './asked-bases.ts';
import { demand } from './rights.ts';

export type Described = {
  document: Pick<Document, 'title' | 'language'>;
  passages: readonly Passage[];
};

const COUNT = 4;
const MOST = 8;
const DOCUMENTS = 12;
const LONGEST_HEADING = 40;
const LONGEST_TITLE = 50;
const MOST_WORDS = 5;
/** Headings that say nothing of what stands below them. */
const GENERIC =
  /^(?:abstract|about|appendix|approval|background|change log|conclusions?|contacts?|contents|definitions?|faq|general|glossary|history|home|introduction|keywords|notes?|overview|purpose|questions|references|scope|see also|summary|table of contents|terms|version|welcome)\b/iu;
const PLAIN_WORDS = /^[\p{L}][\p{L}\p{M}'’ -]*$/u;

/**
 * First questions to ask of these bases, or of all: those that administrators wrote, one of each base in turn; where
 * they are few, more from the newest documents that the principal may read.
 */
export const suggesting =
  (tenants: TenantDoor) =>
  async (principal: Principal, baseIds: readonly string[] = []): Promise<string[]> => {
    demand(principal, 'turn:ask');
    const stores = await tenants.open(principal.tenant);
    const bases = await askedBases(stores, principal, baseIds);
    const written = [...new Set(inTurn(bases.map(({ questions }) => questions)))].slice(0, MOST);
    if (written.length >= COUNT) return written;
    const made = suggestQuestions(await newestDocuments(stores, principal, bases));
    return [...new Set([...written, ...made])].slice(0, COUNT);
  };

const newestDocuments = async (
  { documents }: TenantStores,
  principal: Principal,
  bases: readonly KnowledgeBase[],
): Promise<Described[]> => {
  const baseIds = bases.map(({ id }) => id);
  const readers = readersOf(principal);
  const { items } = await documents.documents({ baseIds, readers, limit: DOCUMENTS });
  const searched = items.filter(({ versionId }) => versionId !== null).toReversed();
  return Promise.all(
    searched.map(async (document) => ({
      document,
      passages: await documents.passages(document.id),
    })),
  );
};

/** The first of each list, then the second of each. */
const inTurn = <Item>(lists: readonly (readonly Item[])[]): Item[] => {
  const rounds = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: rounds }, (_, round) =>
    lists.flatMap((list) => list.slice(round, round + 1)),
  ).flat();
};

/** First questions made from the documents' own headings, one of each document in turn; the same each time. */
export const suggestQuestions = (described: readonly Described[]): string[] => {
  const topics = described.map(({ document, passages }) =>
    topicsOf(passages, document.title).map((heading) => ({ heading, document })),
  );
  const seen = new Set<string>();
  const chosen = inTurn(topics).filter(({ heading }) => {
    const key = heading.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
  return chosen
    .slice(0, COUNT)
    .map(({ heading, document }, index) => phrase(heading, document, index));
};

/** The innermost headings, those with most text below them first: about these there is something to say. */
const topicsOf = (passages: readonly Passage[], title: string): string[] => {
  const sizes = new Map<string, number>();
  for (const { headings, start, end } of passages) {
    const heading = headings
      .at(-1)
      ?.replace(/^[\d.]+\s+/u, '')
      .trim();
    if (!heading || !isTopic(heading) || heading === title) continue;
    sizes.set(heading, (sizes.get(heading) ?? 0) + end - start);
  }
  return [...sizes].toSorted((a, b) => b[1] - a[1]).map(([heading]) => heading);
};

const isTopic = (heading: string): boolean =>
  heading.endsWith('?')
    ? heading.length <= LONGEST_HEADING * 2
    : heading.length > 3 &&
      heading.length <= LONGEST_HEADING &&
      heading.split(' ').length <= MOST_WORDS &&
      PLAIN_WORDS.test(heading) &&
      /\p{Ll}/u.test(heading) &&
      !GENERIC.test(heading);

const phrase = (
  heading: string,
  { title, language }: Described['document'],
  index: number,
): string => {
  if (heading.endsWith('?')) return heading;
  const named = title.length <= LONGEST_TITLE ? title : null;
  if (language !== null && language !== 'en')
    return elsewhere[language]?.(heading) ?? `${heading}?`;
  const how = /^how to (.+)$/iu.exec(heading)?.[1];
  if (how) return `How do I ${how}?`;
  const topic = inSentence(heading);
  if (named && index % 2 === 0) return `What does ${withArticle(named)} say about ${topic}?`;
  return index % 4 === 1 ? `What are the rules on ${topic}?` : `What should I know about ${topic}?`;
};

const elsewhere: Record<string, (heading: string) => string> = {
  de: (heading) => `Was gilt beim Thema „${heading}“?`,
  fr: (heading) => `Que disent les documents sur « ${heading} » ?`,
  es: (heading) => `¿Qué dicen los documentos sobre «${heading}»?`,
  it: (heading) => `Che cosa dicono i documenti su «${heading}»?`,
  nl: (heading) => `Wat zeggen de documenten over ‘${heading}’?`,
  pt: (heading) => `O que dizem os documentos sobre «${heading}»?`,
};

const withArticle = (title: string): string =>
  /^(?:the|our|a|an) /iu.test(title) ? inSentence(title) : `the ${title}`;

/** `Parental leave` → `parental leave`, `Sick Pay` → `sick pay`; `VPN access` and `Working from Lisbon` keep their capitals. */
const inSentence = (heading: string): string => {
  const words = heading.split(' ');
  const isCapital = (word: string) => /^\p{Lu}\p{Ll}/u.test(word);
  const titleCase = words.length > 1 && words.filter((word) => word.length > 3).every(isCapital);
  return words
    .map((word, index) =>
      isCapital(word) && (index === 0 || titleCase) ? word.toLowerCase() : word,
    )
    .join(' ');
};
