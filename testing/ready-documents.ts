import { setTimeout as pause } from 'node:timers/promises';
import { document, uploaded, type DocumentView } from '../src/contracts/knowledge.ts';
import type { DocumentState } from '../src/domain/document.ts';
import { isSettled } from '../src/domain/document.ts';
import { readJson } from './read-json.ts';
import type { TestPerson } from './start-server.ts';

type Documents = { items: { id: string; name: string; state: DocumentState }[] };

/** The names of all documents by their ids, when `count` of them are read. */
export const namesOfDocuments = async (
  person: TestPerson,
  count: number,
): Promise<Map<string, string>> => {
  for (;;) {
    const { items } = await person.json<Documents>('/api/v1/documents?limit=100');
    if (items.length >= count && items.every(({ state }) => isSettled(state)))
      return new Map(items.map(({ id, name }) => [id, name]));
    await pause(50);
  }
};

type Upload = { name: string; text: string; baseId?: string; metadata?: Record<string, string> };

/** Uploads a text, to the default base when none is named, and waits until it is searched. */
export const uploadReady = async (
  person: TestPerson,
  { name, text, baseId = 'default', metadata = {} }: Upload,
): Promise<DocumentView> => {
  const body = new FormData();
  for (const [field, value] of Object.entries(metadata)) body.append(field, value);
  body.append('file', new Blob([text]), name);
  const response = await person.fetch(`/api/v1/documents?base=${baseId}`, { method: 'POST', body });
  const id = (await readJson(uploaded, response)).documents[0]?.id ?? '';
  for (;;) {
    const known = document.parse(await person.json(`/api/v1/documents/${id}`));
    if (known.state === 'ready') return known;
    if (isSettled(known.state)) throw new Error(`${name}: ${known.state}, ${known.reason}`);
    await pause(30);
  }
};
