import { parseAnswers, parseQuestions } from '../../knowledge/evaluation/collection.ts';
import { evaluateAnswers, type QuotedAnswer } from '../../knowledge/evaluation/evaluate.ts';
import type { Client } from '../client.ts';
import { isSet, requiredOption, textOption, type Run } from '../command.ts';
import { countedProgress, withCollection } from '../evaluation.ts';
import { readInput } from '../named-file.ts';
import { exitCodes, say } from '../terminal.ts';
import { askTurn, foldAnswer } from '../turn-stream.ts';

/** What the answer stands on, in the order shown: the cited words. */
const answer = async (client: Client, text: string): Promise<QuotedAnswer> => {
  const { citations, abstained } = await foldAnswer(askTurn(client, { text }), () => undefined);
  return { sentences: citations.map(({ quote }) => quote), abstained };
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const run: Run = async (invocation) => {
  const { stdout, stderr } = invocation.terminal;
  const questions = parseQuestions(await readInput(requiredOption(invocation, 'queries')));
  const answers = parseAnswers(await readInput(requiredOption(invocation, 'answers')));
  const none = textOption(invocation, 'unanswerable');
  const unanswerable = none === undefined ? [] : parseQuestions(await readInput(none));
  const gold = new Map(answers.map((right) => [right.id, right]));
  const asked = questions.filter(({ id }) => gold.has(id)).length + unanswerable.length;
  const figures = await withCollection(invocation, ({ client }) =>
    evaluateAnswers({
      questions,
      gold,
      unanswerable,
      answer: countedProgress(stderr, asked, (question) => answer(client, question)),
    }),
  );
  if (isSet(invocation, 'json')) say(stdout, JSON.stringify({ figures }));
  else {
    const { inFirst, inAny, sentences, falseRefusals, refused } = figures;
    say(stdout, `${figures.questions} questions with a known answer`);
    say(stdout, `answer in the first cited sentence  ${percent(inFirst)}`);
    say(stdout, `answer in any cited sentence        ${percent(inAny)}`);
    say(stdout, `cited sentences an answer           ${sentences.toFixed(2)}`);
    say(stdout, `answerable, but refused             ${percent(falseRefusals)}`);
    if (refused !== null) say(stdout, `unanswerable, and refused           ${percent(refused)}`);
  }
  return exitCodes.done;
};
