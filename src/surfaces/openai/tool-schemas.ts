import { z } from 'zod';

const functionName = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,64}$/, 'A name has up to 64 letters, digits, _ and -.');
const jsonSchema = z.record(z.string(), z.unknown());

/** A tool that the client runs itself: it is offered to the model as it is. */
export const functionTool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: functionName,
    description: z.string().nullish(),
    parameters: jsonSchema.nullish(),
    strict: z.boolean().nullish(),
  }),
});

export const toolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    z.looseObject({
      type: z.literal('function'),
      function: z.looseObject({ name: functionName }),
    }),
  ],
  'This is none, auto, required, or a function by its name.',
);

/** A call as we gave it out, sent back with its result behind it. */
export const toolCall = z.looseObject({
  id: z.string().min(1).max(200),
  type: z.literal('function'),
  function: z.looseObject({ name: z.string().min(1).max(200), arguments: z.string() }),
});

export const responseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({
      name: functionName,
      description: z.string().nullish(),
      schema: jsonSchema.nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
]);
