import type { z } from 'zod';

/** The body of a response, held to its contract. */
export const readJson = async <Schema extends z.ZodType>(
  schema: Schema,
  response: Response,
): Promise<z.infer<Schema>> => schema.parse(await response.json());
