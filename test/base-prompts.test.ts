import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploaded } from '../src/contracts/knowledge.ts';
import { readJson } from '../testing/read-json.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

let running: ServerWithModel;
beforeAll(async () => {
  running = await startWithModel();
});
afterAll(() => running.close());

const baseWith = async (name: string, prompt: string, text: string): Promise<string> => {
  const { person } = running;
  const { id } = await person.json<{ id: string }>('/api/v1/bases', { body: { name, prompt } });
  const form = new FormData();
  form.append('file', new Blob([text]), 'note.md');
  const sent = { method: 'POST', body: form };
  const response = await person.fetch(`/api/v1/documents?base=${id}`, sent);
  const document = (await readJson(uploaded, response)).documents[0]?.id ?? '';
  for (;;) {
    const { state } = await person.json<{ state: string }>(`/api/v1/documents/${document}`);
    if (state === 'ready') return id;
    await sleep(50);
  }
};

/** What the model was told as the system, the last time. */
const toldFor = async (question: string, baseIds: string[]): Promise<string> => {
  const { person, upstream } = running;
  const { id } = await person.json<{ id: string }>('/api/v1/conversations', { body: { baseIds } });
  await person.ask(question, { conversationId: id });
  const [system] = upstream.calls.at(-1)?.body.messages ?? [];
  return system?.role === 'system' && typeof system.content === 'string' ? system.content : '';
};

test('what administrators say of a base is told the model when the answer comes from it, by name', async () => {
  const heating = await baseWith('Heating', 'Name the boiler.', 'The boiler runs at 60 degrees.');
  const leave = await baseWith('Leave', 'Say holidays.', 'Employees have 25 days of leave.');
  const both = [heating, leave];
  const question = 'How many degrees for the boiler, and how many days of leave for employees?';
  const told = await toldFor(question, both);
  expect(told).toContain('“Heating”, besides the rules above:\nName the boiler.');
  expect(told).toContain('“Leave”, besides the rules above:\nSay holidays.');
  const ofOne = await toldFor(question, [leave]);
  expect(ofOne).toContain('Say holidays.');
  expect(ofOne).not.toContain('Name the boiler.');
  expect(ofOne.indexOf('Say holidays.')).toBeGreaterThan(ofOne.indexOf('<passages>'));
});
