import { searchResult } from '../../contracts/knowledge.ts';
import { parseJudgements, parseQuestions } from '../../knowledge/evaluation/collection.ts';
import { documentsOf, evaluateRetrieval } from '../../knowledge/evaluation/evaluate.ts';
import { trecRun } from '../../knowledge/evaluation/ranking-figures.ts';
import { withQuery } from '../client.ts';
import { isSet, requiredOption, textOption, type Run } from '../command.ts';
import { countedProgress, withCollection, type Collection } from '../evaluation.ts';
import { readInput, requireFolderOf, writeOutput } from '../named-file.ts';
import { exitCodes, say } from '../terminal.ts';

const PASSAGES = '50';
const LONGEST_QUERY = 2000;

/** Rows of the corpus in the order in which their best passages were found. */
const search = async ({ client, rowOf }: Collection, question: string): Promise<string[]> => {
  const query = { q: question.slice(0, LONGEST_QUERY), limit: PASSAGES };
  const { hits } = await client.read(searchResult, withQuery('/api/v1/search', query));
  return documentsOf(hits).flatMap((id) => rowOf.get(id) ?? []);
};

export const run: Run = async (invocation) => {
  const { stdout, stderr } = invocation.terminal;
  const questions = parseQuestions(await readInput(requiredOption(invocation, 'queries')));
  const qrels = textOption(invocation, 'qrels');
  const judgements = parseJudgements(qrels === undefined ? '' : await readInput(qrels));
  const runFile = textOption(invocation, 'run');
  if (runFile !== undefined) await requireFolderOf(runFile);
  const { ranking, figures } = await withCollection(invocation, (collection) =>
    evaluateRetrieval({
      questions,
      judgements,
      search: countedProgress(stderr, questions.length, (question) => search(collection, question)),
    }),
  );
  if (runFile !== undefined) await writeOutput(runFile, trecRun(ranking));
  if (isSet(invocation, 'json')) {
    const judged = qrels === undefined ? null : figures;
    say(stdout, JSON.stringify({ questions: ranking.size, figures: judged }));
  } else if (qrels === undefined) {
    say(stdout, `${ranking.size} questions searched; figures need --qrels.`);
  } else {
    say(stdout, `${figures.questions} judged questions`);
    say(stdout, `nDCG@10    ${figures.ndcg.toFixed(4)}`);
    say(stdout, `Recall@10  ${figures.recall.toFixed(4)}`);
    say(stdout, `MRR@10     ${figures.reciprocalRank.toFixed(4)}`);
  }
  return exitCodes.done;
};
