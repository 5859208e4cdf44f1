import { writeFile } from 'node:fs/promises';
import { searchResult } from '../../contracts/knowledge.ts';
import {
  parseJudgements,
  parseQuestions,
  type Question,
} from '../../knowledge/evaluation/collection.ts';
import { rankingFigures, trecRun } from '../../knowledge/evaluation/ranking-figures.ts';
import { startProgress } from '../../lib/progress.ts';
import { withQuery } from '../client.ts';
import { isSet, requiredOption, textOption, type Run } from '../command.ts';
import { readInput, withCollection, type Collection } from '../evaluation.ts';
import { exitCodes, say } from '../terminal.ts';

const PASSAGES = '50';
const LONGEST_QUERY = 2000;

/** Rows of the corpus in the order in which their best passages were found. */
const rankingOf = async ({ client, rowOf }: Collection, { text }: Question): Promise<string[]> => {
  const path = withQuery('/api/v1/search', { q: text.slice(0, LONGEST_QUERY), limit: PASSAGES });
  const { hits } = await client.read(searchResult, path);
  return [...new Set(hits.flatMap(({ documentId }) => rowOf.get(documentId) ?? []))];
};

export const run: Run = async (invocation) => {
  const { stdout, stderr } = invocation.terminal;
  const questions = parseQuestions(await readInput(requiredOption(invocation, 'queries')));
  const qrels = textOption(invocation, 'qrels');
  const judgements = qrels === undefined ? null : parseJudgements(await readInput(qrels));
  const ranking = await withCollection(invocation, async (collection) => {
    const progress = startProgress(stderr, { label: 'Questions', total: questions.length });
    const found = new Map<string, string[]>();
    for (const question of questions) {
      found.set(question.id, await rankingOf(collection, question));
      progress.show(found.size);
    }
    progress.end();
    return found;
  });
  const runFile = textOption(invocation, 'run');
  if (runFile !== undefined) await writeFile(runFile, trecRun(ranking));
  const figures = judgements && rankingFigures(judgements, ranking);
  if (isSet(invocation, 'json')) say(stdout, JSON.stringify({ questions: ranking.size, figures }));
  else if (figures) {
    say(stdout, `${figures.questions} judged questions`);
    say(stdout, `nDCG@10    ${figures.ndcg.toFixed(4)}`);
    say(stdout, `Recall@10  ${figures.recall.toFixed(4)}`);
    say(stdout, `MRR@10     ${figures.reciprocalRank.toFixed(4)}`);
  } else say(stdout, `${ranking.size} questions searched; figures need --qrels.`);
  return exitCodes.done;
};
