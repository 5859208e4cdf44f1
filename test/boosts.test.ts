import { afterEach, expect, test } from 'vitest';
import { searchResult } from '../src/contracts/knowledge.ts';
import { readJson } from '../testing/read-json.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Titles in the order in which they are found, of documents that say the same. */
const foundWith = async (env: Record<string, string>): Promise<string[]> => {
  const server = await startServer({ env });
  servers.push(server);
  const person = await server.person();
  const text = 'The code word is kingfisher.';
  await uploadReady(person, { name: 'a.txt', text, metadata: { freshness: '2001-02-03' } });
  await uploadReady(person, { name: 'b.txt', text, metadata: { freshness: '2020-02-03' } });
  const official = { authority: 'official', freshness: '2001-02-03' };
  await uploadReady(person, { name: 'c.txt', text, metadata: official });
  const found = await readJson(searchResult, await person.fetch('/api/v1/search?q=kingfisher'));
  return found.hits.map(({ title }) => title);
};

test('official and fresh documents come first when the settings say so, and only then', async () => {
  expect(await foundWith({})).toEqual(['a', 'b', 'c']);
  expect(await foundWith({ DOCENT_AUTHORITY_BOOST: '1' })).toEqual(['c', 'a', 'b']);
  const fresh = { DOCENT_FRESHNESS_BOOST: '2', DOCENT_FRESHNESS_HALF_LIFE: '3650' };
  expect(await foundWith(fresh)).toEqual(['b', 'a', 'c']);
});
