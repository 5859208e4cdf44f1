import { afterAll, beforeAll, expect, test } from 'vitest';
import { readQuestions, type ExampleQuestion } from '../testing/examples.ts';
import { ofType, type Chunk } from '../testing/read-chunks.ts';
import { namesOfDocuments } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** A question of every format of document is answered with words that stand where the citation says. */
let server: TestServer;
let person: TestPerson;
let names: Map<string, string>;
const questions = readQuestions();
const answered = questions.filter(({ document }) => document !== null);

beforeAll(async () => {
  server = await startServer({
    env: { DOCENT_LOG_LEVEL: 'warn' },
    serves: ['examples/documents'],
  });
  person = await server.person();
  names = await namesOfDocuments(person, 8);
});
afterAll(async () => server.close());

const citationsOf = (chunks: readonly Chunk[]) =>
  ofType(chunks, 'data-citation').map(({ data }) => data);
const isAbout = (citation: ReturnType<typeof citationsOf>[number], question: ExampleQuestion) =>
  names.get(citation.documentId ?? '') === question.document &&
  citation.quote.includes(question.expected);

test.for([
  ['PDF', 'Who is the data protection officer?'],
  ['Word', 'How long do I have to claim my expenses?'],
  ['HTML', 'How long are backups kept?'],
  ['Markdown', 'What discount do customers get when we are below 99.9 per cent?'],
  ['plain text', 'What does it cost to charge an electric car?'],
] as const)(
  '%s: the cited range of the text is the quote, and the quote answers',
  async ([, text]) => {
    const question = answered.find((each) => each.question === text);
    if (!question) throw new Error(`no such example: ${text}`);
    const [citation] = citationsOf(await person.ask(text));
    if (!citation) throw new Error('nothing is cited');
    expect(citation.quote).toContain(question.expected);
    expect(names.get(citation.documentId ?? '')).toBe(question.document);
    expect(citation.headings).not.toContain(citation.title);
    const version = `/api/v1/versions/${citation.versionId}`;
    const read = await person.json<{ text: string }>(`${version}/text`);
    expect(read.text.slice(citation.start ?? 0, citation.end ?? 0)).toBe(citation.quote);
  },
);

test('what is cited of a PDF has boxes, all on the page that the citation names', async () => {
  const inHandbook = answered.filter(({ document }) => document === 'employee-handbook.pdf');
  for (const { question } of inHandbook)
    for (const { page, versionId, start, end } of citationsOf(await person.ask(question))) {
      if (page === null) continue;
      const { boxes } = await person.json<{ boxes: { page: number; width: number }[] }>(
        `/api/v1/versions/${versionId}/places?start=${start}&end=${end}`,
      );
      const pages = [...new Set(boxes.map((box) => box.page))];
      expect({ question, pages }).toEqual({ question, pages: [page] });
      expect(boxes.every(({ width }) => width > 0)).toBe(true);
    }
});

const QUOTED = 0.8;
test(`of the questions that the documents answer ${QUOTED * 100} in a hundred are answered, no other is`, async () => {
  const missed: string[] = [];
  for (const question of answered) {
    const citations = citationsOf(await person.ask(question.question));
    if (!citations.some((citation) => isAbout(citation, question))) missed.push(question.question);
  }
  const tooMany = missed.slice(Math.floor(answered.length * (1 - QUOTED)));
  expect(tooMany).toEqual([]);
  for (const { question } of questions.filter(({ document }) => document === null)) {
    const [outcome] = ofType(await person.ask(question), 'data-outcome');
    expect({ question, abstained: outcome?.data.abstained }).toEqual({ question, abstained: true });
  }
});
