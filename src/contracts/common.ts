import { z } from 'zod';

/** An id made by the server; anything else is not found. */
export const id = z.string().min(1).max(100);
export const time = z.number().int().describe('Milliseconds since 1970, UTC');
export const place = z
  .string()
  .nullable()
  .describe('Where it stands, in the words of its document: `Page 3`, `Slide 3`, `Sheet Prices`');
export const cursor = z.string().max(2000).describe('Opaque; from the page before');
export const limit = z.coerce.number().int().min(1).max(200).default(50);

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    cursor: z.string().nullable().describe('Null: this is the last page'),
  });

/** Problem details, RFC 9457, on every error; `traceId` finds it in the log. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  retryable: z.boolean(),
  retryAfter: z.number().optional().describe('Seconds'),
  field: z.string().optional().describe('Path of the field at fault'),
  traceId: z.string(),
});
export type ProblemBody = z.infer<typeof problem>;
