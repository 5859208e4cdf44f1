import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationWithMessages } from '../src/contracts/conversation.ts';
import { searchResult, uploaded } from '../src/contracts/knowledge.ts';
import { presentation, slideShape } from '../testing/fixtures/office-files.ts';
import { readJson } from '../testing/read-json.ts';
import { namesOfDocuments } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Where a passage stands is said in the words of its document, from the search to the saved conversation. */
let server: TestServer;
let person: TestPerson;

const words = 'The kettle stands in the kitchen of the second floor, beside the large window.';
const files = {
  'deck.pptx': presentation([
    { title: 'Plant' },
    {
      title: 'Pumps',
      shapes: slideShape('Every pump is inspected once a year by two people of the plant.'),
    },
    { shapes: slideShape(words) },
  ]),
  'shelf.md':
    '# Shelf\n\nThe ladder stands in the cellar of the first floor, behind the small door.',
};

beforeAll(async () => {
  server = await startServer();
  person = await server.person();
  for (const [name, bytes] of Object.entries(files)) {
    const body = new FormData();
    body.append(
      'file',
      new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]),
      name,
    );
    await readJson(uploaded, await person.fetch('/api/v1/documents', { method: 'POST', body }));
  }
  await namesOfDocuments(person, 2);
});
afterAll(() => server.close());

const firstHit = async (question: string) => {
  const response = await person.fetch(`/api/v1/search?q=${encodeURIComponent(question)}`);
  return (await readJson(searchResult, response)).hits[0];
};

test('a slide is a slide, and one without a title is not below the title of the one before', async () => {
  expect(await firstHit('kettle kitchen window')).toMatchObject({
    text: words,
    place: 'Slide 3',
    headings: [],
  });
  expect(await firstHit('pump inspected')).toMatchObject({ place: 'Slide 2', headings: ['Pumps'] });
});

test('a text without pages has no place of its own', async () => {
  expect(await firstHit('ladder cellar door')).toMatchObject({ place: null, page: null });
});

test('citations of a saved answer say it, and so does what is exported', async () => {
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', {
    method: 'POST',
    body: {},
  });
  const path = `/api/v1/conversations/${id}`;
  const body = { text: 'Where does the kettle stand in the kitchen?' };
  const headers = { 'content-type': 'application/json' };
  const asked = await person.fetch(`${path}/turns`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers,
  });
  await asked.text();
  const saved = await readJson(conversationWithMessages, await person.fetch(path));
  const { citations = [], sources = [] } = saved.messages.at(-1) ?? {};
  expect([citations[0]?.place, sources[0]?.place]).toEqual(['Slide 3', 'Slide 3']);
  const exported = await person.fetch(`${path}/export?format=markdown`);
  expect(await exported.text()).toContain(', Slide 3: “');
});
