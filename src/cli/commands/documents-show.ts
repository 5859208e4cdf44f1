import { z } from 'zod';
import { document, passage, type PassageView } from '../../contracts/knowledge.ts';
import type { Client } from '../client.ts';
import { isSet, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { placeParts } from '../passage-place.ts';
import { exitCodes, harmless, say } from '../terminal.ts';

const passageList = z.object({ items: z.array(passage), cursor: z.string().nullable() });

const allPassages = async (client: Client, path: string): Promise<PassageView[]> => {
  const all: PassageView[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await client.read(passageList, `${path}/passages?limit=200${from}`);
    all.push(...page.items);
    ({ cursor } = page);
  }
  return all;
};

export const run: Run = async (invocation) => {
  const { stdout } = invocation.terminal;
  const path = `/api/v1/documents/${encodeURIComponent(invocation.values[0] ?? '')}`;
  const [shown, passages] = await withClient(invocation, async (client) => [
    await client.read(document, path),
    await allPassages(client, path),
  ]);
  if (isSet(invocation, 'json')) {
    say(stdout, JSON.stringify({ document: shown, passages }));
    return exitCodes.done;
  }
  const { title, name, mediaType, bytes, pages, state, reason, warnings } = shown;
  say(stdout, harmless(`${title} (${name})`));
  say(stdout, `${mediaType}, ${bytes} bytes${pages === null ? '' : `, ${pages} pages`}`);
  say(stdout, `${state}${reason ? `: ${harmless(reason)}` : ''}`);
  for (const { reason, page } of warnings) {
    say(stdout, `Note: ${harmless(reason)}${page === undefined ? '' : ` (page ${page})`}`);
  }
  for (const passage of passages) {
    const { start, end, text } = passage;
    const where = [...placeParts(passage), `${start}–${end}`];
    say(stdout, `\n[${harmless(where.join(' › '))}]\n${harmless(text)}`);
  }
  return exitCodes.done;
};
