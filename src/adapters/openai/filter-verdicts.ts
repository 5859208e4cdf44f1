import { z } from 'zod';

/** `{ hate: { filtered, severity }, jailbreak: { filtered, detected }, … }`, with entries of other shapes between. */
export const filterVerdicts = z.record(z.string(), z.unknown());

const verdict = z.object({ filtered: z.literal(true) });

/** The categories for which something was held back, as the upstream names them. */
export const filteredCategories = (
  verdicts: z.infer<typeof filterVerdicts> | null | undefined,
): string[] => {
  if (!verdicts) return [];
  const filtered: string[] = [];
  for (const category in verdicts)
    if (verdict.safeParse(verdicts[category]).success) filtered.push(category);
  return filtered;
};
