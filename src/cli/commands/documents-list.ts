import { table } from '../../lib/table.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { allDocuments, summaryOf } from '../documents.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, harmless, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const { stdout } = invocation.terminal;
  const words = textOption(invocation, 'search');
  const query = {
    base: textOption(invocation, 'base'),
    state: textOption(invocation, 'state'),
    q: words,
  };
  const documents = await withClient(invocation, async (client) =>
    (await Array.fromAsync(allDocuments(client, query))).map(summaryOf),
  );
  if (isSet(invocation, 'json')) say(stdout, JSON.stringify({ documents }));
  else if (documents.length === 0)
    say(
      stdout,
      words === undefined
        ? 'No documents. Add some with: docent ingest PATH'
        : `No document has these words in its name or title: ${harmless(words)}`,
    );
  else {
    const rows = documents.map(({ id, name, state, pages, passages, reason }) => [
      id,
      state,
      pages === null ? '–' : String(pages),
      String(passages),
      harmless(reason ? `${name}: ${reason}` : name),
    ]);
    const lines = table([['id', 'state', 'pages', 'passages', 'name'], ...rows]);
    for (const line of lines) say(stdout, line);
  }
  return exitCodes.done;
};
