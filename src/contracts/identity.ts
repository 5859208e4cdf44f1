import { z } from 'zod';
import { id, time } from './common.ts';

/** Rising rights; `operator` is the command line. */
const roles = ['viewer', 'member', 'administrator', 'operator'] as const;
const scopes = ['ask', 'knowledge:read', 'knowledge:write', 'admin'] as const;

export const me = z.object({
  id,
  name: z.string(),
  tenant: z.string(),
  role: z.enum(roles),
  answers: z
    .object({
      kind: z.enum(['quoted', 'generated']),
      model: z.string(),
      vision: z.boolean(),
    })
    .describe('Who answers: quotations without a model, or the model named'),
});
export type Me = z.infer<typeof me>;

/** A person's own settings, kept with us. */
export const preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  baseIds: z
    .array(id)
    .max(50)
    .default([])
    .describe('Bases that a new conversation asks; empty: all'),
});
export type Preferences = z.infer<typeof preferences>;

export const signInRequest = z.strictObject({ token: z.string().min(1).max(200) });

/** A one-time link to the page, from the operator. */
export const signInLink = z.object({ url: z.string(), expiresAt: time });

export const keyRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z.enum(['viewer', 'member', 'administrator']).default('member'),
  scopes: z.array(z.enum(scopes)).min(1).default(['ask', 'knowledge:read']),
});
export const key = z.object({
  id,
  name: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)),
  createdAt: time,
  lastUsedAt: time.nullable(),
  revokedAt: time.nullable(),
});
export const createdKey = key.extend({ key: z.string().describe('The secret, shown this once') });
export type KeyView = z.infer<typeof key>;
