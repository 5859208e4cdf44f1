import { setTimeout as pause } from 'node:timers/promises';
import type { DocumentState } from '../src/domain/document.ts';
import { isSettled } from '../src/domain/document.ts';
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
