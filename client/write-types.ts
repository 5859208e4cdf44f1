import { z } from 'zod';

/** As much of an OpenAPI 3.1 document as types are made of. */
const jsonSchema = z.union([z.record(z.string(), z.unknown()), z.boolean()]);
const content = z.record(z.string(), z.object({ schema: jsonSchema.optional() }));
const operation = z.object({
  summary: z.string().optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        schema: jsonSchema,
      }),
    )
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
});
export const apiDocument = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), jsonSchema) }),
});
export type ApiDocument = z.infer<typeof apiDocument>;
type Operation = z.infer<typeof operation>;
type Schema = z.infer<typeof jsonSchema>;

const shape = z.looseObject({
  $ref: z.string().optional(),
  const: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  anyOf: z.array(jsonSchema).optional(),
  oneOf: z.array(jsonSchema).optional(),
  allOf: z.array(jsonSchema).optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  items: jsonSchema.optional(),
  properties: z.record(z.string(), jsonSchema).optional(),
  required: z.array(z.string()).default([]),
  additionalProperties: jsonSchema.optional(),
});
type Shape = z.infer<typeof shape>;

const joined = (schemas: readonly Schema[], sign: '|' | '&'): string =>
  schemas.length === 0 ? 'unknown' : `(${schemas.map(typeOf).join(` ${sign} `)})`;

const nameOf = (property: string): string =>
  /^[A-Za-z_]\w*$/.test(property) ? property : JSON.stringify(property);

const objectType = ({ properties = {}, required, additionalProperties: rest }: Shape): string => {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${nameOf(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  return typeof rest === 'object' ? `Record<string, ${typeOf(rest)}>` : 'Record<string, unknown>';
};

const plainTypes: Record<string, string> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/** The TypeScript type of a JSON Schema; what has no plain counterpart is `unknown`, never wrong. */
export const typeOf = (schema: Schema): string => {
  const parsed = shape.safeParse(schema);
  if (!parsed.success) return schema === false ? 'never' : 'unknown';
  const { $ref, const: only, enum: words, anyOf, oneOf, allOf, type, items } = parsed.data;
  if ($ref !== undefined) return `Schemas[${JSON.stringify($ref.split('/').at(-1))}]`;
  if (only !== undefined) return JSON.stringify(only);
  if (words) return `(${words.map((word) => JSON.stringify(word)).join(' | ')})`;
  const choices = anyOf ?? oneOf;
  if (choices) return joined(choices, '|');
  if (allOf) return joined(allOf, '&');
  if (Array.isArray(type))
    return joined(
      type.map((one) => ({ ...parsed.data, type: one })),
      '|',
    );
  if (type === 'array') return `${items === undefined ? 'unknown' : typeOf(items)}[]`;
  if (type === 'object') return objectType(parsed.data);
  return (type !== undefined && plainTypes[type]) || 'unknown';
};

const fieldsIn = (place: string, { parameters }: Operation): string => {
  const fields = parameters
    .filter((parameter) => parameter.in === place)
    .map(
      ({ name, required, schema }) => `${nameOf(name)}${required ? '' : '?'}: ${typeOf(schema)}`,
    );
  return fields.length === 0 ? 'Record<never, never>' : `{ ${fields.join('; ')} }`;
};

const bodyOf = ({ requestBody }: Operation): string => {
  if (!requestBody) return 'undefined';
  const schema = requestBody.content['application/json']?.schema;
  return schema === undefined ? 'FormData' : typeOf(schema);
};

/** A type for JSON; for everything else the media type itself, as a text. */
const answerOf = ({ responses }: Operation): string => {
  const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const [first] = Object.entries(good?.content ?? {});
  if (!first) return 'undefined';
  const [mediaType, { schema }] = first;
  return mediaType === 'application/json' && schema !== undefined && !isPlainText(schema)
    ? typeOf(schema)
    : JSON.stringify(mediaType);
};

const isPlainText = (schema: Schema): boolean =>
  typeof schema === 'object' && Object.keys(schema).length === 1 && schema['type'] === 'string';

/** The module `schema.ts`: every operation by its method and path, and every named schema. */
export const writeTypes = ({ paths, components }: ApiDocument): string => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, one]) =>
        `  /** ${one.summary ?? ''} */\n  ${JSON.stringify(`${method.toUpperCase()} ${path}`)}: { path: ${fieldsIn('path', one)}; query: ${fieldsIn('query', one)}; body: ${bodyOf(one)}; answer: ${answerOf(one)} };`,
    ),
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `  ${nameOf(name)}: ${typeOf(schema)};`,
  );
  return [
    '// Made by client/generate.ts from the API’s own document. Do not edit.',
    `export type Schemas = {\n${schemas.join('\n')}\n};`,
    `export type Operations = {\n${operations.join('\n')}\n};\n`,
  ].join('\n\n');
};
