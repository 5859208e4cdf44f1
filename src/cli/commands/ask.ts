import { placeParts } from '../passage-place.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, harmless, readLine, say, type Output } from '../terminal.ts';
import { askTurn, foldAnswer, type FinishedAnswer } from '../turn-stream.ts';

/** What scripts get of an answer. */
export const asJson = ({ answer, abstained, citations, usage, timings }: FinishedAnswer) => ({
  answer,
  abstained,
  citations: citations.map(({ documentId, title, page, start, end, quote }) => ({
    document: documentId,
    title,
    page,
    start,
    end,
    quote,
  })),
  usage: usage && { promptTokens: usage.promptTokens, completionTokens: usage.completionTokens },
  timings,
});

const showSources = ({ citations }: FinishedAnswer, output: Output): void => {
  const sources = new Map(
    citations.map((citation) => [
      citation.passageNumber,
      [citation.title, ...placeParts(citation)].join(' › '),
    ]),
  );
  if (sources.size > 0) say(output, '');
  for (const [number, where] of [...sources].toSorted(
    ([left], [right]) => (left ?? 0) - (right ?? 0),
  )) {
    say(output, `[${number ?? '–'}] ${harmless(where)}`);
  }
};

export const run: Run = async (invocation) => {
  const { terminal, values } = invocation;
  const { stdout } = terminal;
  const asked = values[0] ?? '';
  const text = asked === '-' ? await readLine(terminal) : asked;
  const base = textOption(invocation, 'base');
  const json = isSet(invocation, 'json');
  const write = json ? () => undefined : (piece: string) => void stdout.write(piece);
  const answer = await withClient(
    invocation,
    (client) => foldAnswer(askTurn(client, { text, ...(base ? { baseIds: [base] } : {}) }), write),
    { works: true },
  );
  if (json) say(stdout, JSON.stringify(asJson(answer)));
  else {
    say(stdout, '');
    showSources(answer, stdout);
  }
  return exitCodes.done;
};
