import { Problem } from '../domain/problem.ts';
import { mapAtOnce } from '../lib/map-at-once.ts';
import { startProgress, type Progress } from '../lib/progress.ts';
import { parseCorpus, type CollectionDocument } from '../knowledge/evaluation/collection.ts';
import type { Client } from './client.ts';
import { requiredOption, type Invocation } from './command.ts';
import { uploaded } from '../contracts/knowledge.ts';
import { settled } from './documents.ts';
import { requireSettings } from './load-settings.ts';
import { readInput } from './named-file.ts';
import { withScratchClient } from './scratch-client.ts';
import type { Output } from './terminal.ts';

const UPLOADS_AT_ONCE = 3;

/** The row as a text document; its title is an underlined heading. */
const asText = ({ title, text }: CollectionDocument): string => {
  const heading = title.replaceAll(/\s+/g, ' ').trim();
  return heading ? `${heading}\n===\n\n${text}` : text;
};

export type Collection = {
  client: Client;
  /** From our document ids to the ids of the rows. */
  rowOf: ReadonlyMap<string, string>;
};

/** Does the work for each question, and shows how many are done. */
export const countedProgress = <Value>(
  output: Output,
  total: number,
  work: (question: string) => Promise<Value>,
): ((question: string) => Promise<Value>) => {
  const progress = startProgress(output, { label: 'Questions', total });
  let done = 0;
  return async (question) => {
    const value = await work(question);
    progress.show((done += 1));
    if (done === total) progress.end();
    return value;
  };
};

const addRows = async (
  client: Client,
  rows: readonly CollectionDocument[],
  progress: Progress,
): Promise<Collection['rowOf']> => {
  const rowOf = new Map<string, string>();
  await mapAtOnce(rows, UPLOADS_AT_ONCE, async (row, place) => {
    const form = new FormData();
    form.append('file', new Blob([asText(row)], { type: 'text/plain' }), `${place + 1}.txt`);
    const { documents } = await client.read(uploaded, '/api/v1/documents', {
      method: 'POST',
      body: form,
    });
    for (const { id } of documents) rowOf.set(id, row.id);
    progress.show(rowOf.size);
  });
  return rowOf;
};

/** Makes every row of `--corpus` a document of a data folder that lives as long as `measure` runs. */
export const withCollection = async <Value>(
  invocation: Invocation,
  measure: (collection: Collection) => Promise<Value>,
): Promise<Value> => {
  const { terminal } = invocation;
  const rows = parseCorpus(await readInput(requiredOption(invocation, 'corpus')));
  if (rows.length === 0) throw new Problem('invalid-request', 'The corpus holds no document.');
  const settings = requireSettings(invocation);
  return withScratchClient({ settings, terminal, works: true }, async (client) => {
    const progress = startProgress(terminal.stderr, { label: 'Documents', total: rows.length });
    const rowOf = await addRows(client, rows, progress);
    for (const id of rowOf.keys()) await settled(client, id, terminal.stop);
    progress.end();
    return measure({ client, rowOf });
  });
};
