import { type FolderRules, parseRules } from './watched-folder-rules.ts';

type Read = () => { text: string | null; changedAt: number };
type Known = { text: string; rules: FolderRules; missingSince: number | null };

/**
 * The rules of each folder between looks. A file that is being written, or has just vanished (as while an editor
 * saves), counts as what it was before; a new one that is being written is not known yet, so what it is for waits.
 */
export const createRulesMemory = (settleMs: number) => {
  const known = new Map<string, Known>();
  let unsettled = false;

  const adopt = (below: string, text: string): FolderRules => {
    const rules = parseRules(below, text);
    known.set(below, { text, rules, missingSince: null });
    return rules;
  };
  const vanished = (below: string, before: Known): FolderRules | null => {
    const since = before.missingSince ?? performance.now();
    if (performance.now() - since >= settleMs) {
      known.delete(below);
      return null;
    }
    unsettled = true;
    known.set(below, { ...before, missingSince: since });
    return before.rules;
  };
  const written = (below: string, text: string, changedAt: number): FolderRules => {
    const before = known.get(below);
    if (before?.text === text) return before.rules;
    // With a disk's clock ahead of ours the age is below zero: then it is taken as it is.
    const age = Date.now() - changedAt;
    if (age < 0 || age >= settleMs) return adopt(below, text);
    unsettled = true;
    return before?.rules ?? { below, key: 'being written', broken: '' };
  };

  return {
    begin: () => {
      unsettled = false;
    },
    of(below: string, read: Read): FolderRules | null {
      try {
        const { text, changedAt } = read();
        if (text !== null) return written(below, text, changedAt);
        const before = known.get(below);
        return before ? vanished(below, before) : null;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        return { below, key: `unread ${code}`, broken: `It cannot be read (${code})` };
      }
    },
    unsettled: () => unsettled,
  };
};
