import { Problem } from '../../domain/problem.ts';
import type { Judgements } from './ranking-figures.ts';

export type CollectionDocument = { id: string; title: string; text: string };
export type Question = { id: string; text: string };
/** What answers a question: strings of which one has to appear. */
export type GoldAnswer = { id: string; answers: string[]; document: string | null };

type Row = Record<string, unknown>;

const rowsOf = (jsonLines: string, name: string): Row[] =>
  jsonLines
    .split(/\r?\n/u)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const broken = (cause?: unknown) =>
        new Problem(
          'invalid-request',
          `${name}, line ${number}: each line has to be a JSON object with an "_id".`,
          { cause },
        );
      let row: unknown;
      try {
        row = JSON.parse(line);
      } catch (thrown) {
        throw broken(thrown);
      }
      if (typeof row !== 'object' || row === null || !('_id' in row)) throw broken();
      return { ...row };
    });

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** `{_id, title?, text}` per line. */
export const parseCorpus = (jsonLines: string): CollectionDocument[] =>
  rowsOf(jsonLines, 'The corpus').map((row) => ({
    id: text(row['_id']),
    title: text(row['title']),
    text: text(row['text']),
  }));

/** `{_id, text}` per line. */
export const parseQuestions = (jsonLines: string): Question[] =>
  rowsOf(jsonLines, 'The queries').map((row) => ({
    id: text(row['_id']),
    text: text(row['text']),
  }));

/** `{_id, answers: [text], paragraph?}` per line. */
export const parseAnswers = (jsonLines: string): GoldAnswer[] =>
  rowsOf(jsonLines, 'The answers').map((row) => ({
    id: text(row['_id']),
    answers: Array.isArray(row['answers'])
      ? row['answers'].map(text).filter((answer) => answer !== '')
      : [],
    document: text(row['paragraph']) || null,
  }));

/** `question document grade` with tabs, or the four columns of TREC; a header line is passed over. */
export const parseJudgements = (table: string): Judgements => {
  const judgements = new Map<string, Map<string, number>>();
  for (const line of table.split(/\r?\n/u)) {
    const columns = line.includes('\t') ? line.split('\t') : line.trim().split(/\s+/u);
    const [question, document, grade] =
      columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns;
    if (!question || !document || !grade || !Number.isFinite(Number(grade))) continue;
    const grades = judgements.get(question) ?? new Map<string, number>();
    judgements.set(question, grades.set(document, Number(grade)));
  }
  return judgements;
};
