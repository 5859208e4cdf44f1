import { document, type DocumentView } from '../../contracts/knowledge.ts';
import { isSet, type Run } from '../command.ts';
import { summaryOf } from '../documents.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const { values: ids, terminal } = invocation;
  const documents = await withClient(invocation, async (client) => {
    const found: DocumentView[] = [];
    for (const id of ids) {
      const path = `/api/v1/documents/${encodeURIComponent(id)}/cancel`;
      found.push(await client.read(document, path, { method: 'POST' }));
    }
    return found;
  });
  const cancelled = documents.filter(({ state }) => state === 'cancelled').length;
  if (isSet(invocation, 'json'))
    say(terminal.stdout, JSON.stringify({ documents: documents.map(summaryOf) }));
  else say(terminal.stdout, `${cancelled} of ${documents.length} cancelled; the others had ended.`);
  return exitCodes.done;
};
