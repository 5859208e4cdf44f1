import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../../src/domain/problem.ts';
import type { FileSource, SourceChange, SourceRules } from '../../src/ports/file-source.ts';

export const noRules: SourceRules = { metadata: {}, readers: null, base: null };

/** A source in memory: what it lists and reads is what the test says. */
export const fakeSource = (name = '/served') => {
  const files = new Map<string, { text: string; etag: string; rules: SourceRules | null }>();
  const state = {
    unseen: [] as string[],
    reads: 0,
    readMs: 0,
    failing: new Map<string, Problem>(),
    process: 0,
  };
  let etags = 0;
  let listed = new Map<string, string>();
  const source: FileSource = {
    name,
    async list({ delta }) {
      const whole = delta !== `${state.process} ${listed.size}`;
      if (whole) listed = new Map();
      const now = new Map(
        Array.from(files, ([path, { etag, rules }]) => [path, `${etag} ${JSON.stringify(rules)}`]),
      );
      const changes: SourceChange[] = Array.from(files)
        .filter(([path]) => whole || listed.get(path) !== now.get(path))
        .map(([path, { text, etag, rules }]) => ({
          kind: 'file',
          file: { path, etag, bytes: Buffer.byteLength(text) },
          rules,
        }));
      if (!whole)
        for (const path of listed.keys())
          if (!files.has(path)) changes.push({ kind: 'gone', path });
      listed = now;
      return {
        whole,
        changes,
        unseen: state.unseen,
        delta: `${state.process} ${now.size}`,
        files: files.size,
        problems: [],
        leftOut: [],
      };
    },
    async *read({ path, etag }) {
      const failing = state.failing.get(path);
      if (failing) throw failing;
      const file = files.get(path);
      if (!file) throw new Problem('not-found', 'The file is gone.');
      state.reads += 1;
      await pause(state.readMs);
      yield Buffer.from(file.text);
      if (file.etag !== etag) throw new Problem('conflict', 'It changed.');
    },
    changed: async () => undefined,
    close: async () => undefined,
  };
  return {
    source,
    state,
    put: (path: string, text: string, rules: SourceRules | null = noRules) =>
      files.set(path, { text, etag: `e${(etags += 1)}`, rules }),
    rule: (path: string, rules: SourceRules | null) => {
      const file = files.get(path);
      if (file) files.set(path, { ...file, rules });
    },
    rename: (from: string, to: string) => {
      const file = files.get(from);
      files.delete(from);
      if (file) files.set(to, { ...file, etag: `e${(etags += 1)}` });
    },
    remove: (path: string) => files.delete(path),
  };
};
