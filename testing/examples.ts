import { readFileSync } from 'node:fs';
import { z } from 'zod';

const followUps = z.array(
  z.strictObject({
    before: z.array(z.string()).min(1),
    question: z.string(),
    document: z.string(),
    expected: z.string().describe('Stands word for word in the passage that answers'),
    standAlone: z.string().describe('The question as a person would write it without the others'),
    heldOut: z.boolean().describe('Not looked at while the rules were written'),
  }),
);
export type FollowUp = z.infer<typeof followUps>[number];

const questions = z.array(
  z.strictObject({
    question: z.string(),
    document: z.string().nullable().describe('Null: the documents do not speak of it'),
    expected: z.string().describe('Stands word for word in the sentence that answers'),
  }),
);
export type ExampleQuestion = z.infer<typeof questions>[number];

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'));

/** Questions over `examples/documents` that lean on those before them. */
export const readFollowUps = (): FollowUp[] => followUps.parse(read('follow-ups'));

/** Questions over `examples/documents` that stand on their own. */
export const readQuestions = (): ExampleQuestion[] => questions.parse(read('questions'));
