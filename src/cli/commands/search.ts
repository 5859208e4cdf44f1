import { searchResult } from '../../contracts/knowledge.ts';
import { withQuery } from '../client.ts';
import { placeParts } from '../passage-place.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, harmless, say } from '../terminal.ts';

const SNIPPET = 240;

export const run: Run = async (invocation) => {
  const { stdout } = invocation.terminal;
  const path = withQuery('/api/v1/search', {
    q: invocation.values[0],
    base: textOption(invocation, 'base'),
    limit: textOption(invocation, 'limit'),
  });
  const found = await withClient(invocation, (client) => client.read(searchResult, path), {
    works: true,
  });
  if (isSet(invocation, 'json')) {
    say(stdout, JSON.stringify(found));
    return exitCodes.done;
  }
  if (found.hits.length === 0) say(stdout, 'Nothing found.');
  for (const [index, hit] of found.hits.entries()) {
    const where = [hit.title, ...placeParts(hit)].join(' › ');
    const snippet = hit.text.replaceAll(/\s+/g, ' ').slice(0, SNIPPET);
    say(stdout, `${index + 1}. ${harmless(where)}\n   ${harmless(snippet)}`);
  }
  return exitCodes.done;
};
