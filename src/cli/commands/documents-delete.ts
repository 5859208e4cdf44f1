import { isSet, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const { values: ids, terminal } = invocation;
  await withClient(invocation, async (client) => {
    for (const id of ids) {
      await client.perform(`/api/v1/documents/${encodeURIComponent(id)}`, { method: 'DELETE' });
    }
  });
  if (isSet(invocation, 'json')) say(terminal.stdout, JSON.stringify({ deleted: ids }));
  else
    say(
      terminal.stdout,
      `Deleted ${ids.length === 1 ? 'one document' : `${ids.length} documents`}.`,
    );
  return exitCodes.done;
};
