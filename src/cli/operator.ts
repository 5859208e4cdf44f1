import { z } from 'zod';

/** What only the command line asks. */
export const signInLink = z.object({ url: z.string(), expiresAt: z.number() });
