import { isSet, type Run } from '../command.ts';
import { reportNotReady, settled, summaryOf } from '../documents.ts';
import { withClient } from '../open-client.ts';
import { readLine, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const { values: ids, terminal } = invocation;
  const body = isSet(invocation, 'passwordStdin') ? { password: await readLine(terminal) } : {};
  const documents = await withClient(
    invocation,
    async (client) => {
      for (const id of ids) {
        await client.perform(`/api/v1/documents/${encodeURIComponent(id)}/reindex`, {
          method: 'POST',
          body,
        });
      }
      return Promise.all(ids.map((id) => settled(client, id, terminal.stop)));
    },
    { works: true },
  );
  const notReady = documents.filter(({ state }) => state !== 'ready');
  if (isSet(invocation, 'json')) {
    say(terminal.stdout, JSON.stringify({ documents: documents.map(summaryOf) }));
  } else
    say(terminal.stdout, `${documents.length - notReady.length} of ${documents.length} ready.`);
  return reportNotReady(notReady, terminal.stderr);
};
