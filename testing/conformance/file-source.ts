import { afterEach, beforeEach, expect, test } from 'vitest';
import { Problem } from '../../src/domain/problem.ts';
import type { FileSource, SourceListing } from '../../src/ports/file-source.ts';
import { patient } from '../patient.ts';

/** A source under test, and how its files are changed from outside; all of it at rest when these resolve. */
export type SourceUnderTest = {
  source: FileSource;
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes all of it unreadable, until called off. */
  hide(): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

const told = ({ changes }: SourceListing): string[] =>
  changes
    .map((change) => (change.kind === 'gone' ? `- ${change.path}` : `+ ${change.file.path}`))
    .toSorted((a, b) => a.localeCompare(b));

/** Laws of the port `file-source`. */
export const fileSourceConformance = (open: () => Promise<SourceUnderTest>): void => {
  let under: SourceUnderTest;
  beforeEach(async () => {
    under = await open();
  });
  afterEach(() => under.close());

  const signal = patient();
  const list = (delta: string | null) => under.source.list({ delta, signal });
  const fileAt = ({ changes }: SourceListing, path: string) => {
    for (const change of changes)
      if (change.kind === 'file' && change.file.path === path) return change.file;
    throw new Error(`${path} was not told of`);
  };
  const read = async (file: Parameters<FileSource['read']>[0]) => {
    const chunks = await Array.fromAsync(under.source.read(file, signal));
    return Buffer.concat(chunks).toString();
  };
  /** Lists until something is told. */
  const listNext = async (delta: string): Promise<SourceListing> => {
    let listing = await list(delta);
    while (listing.changes.length === 0) {
      await under.source.changed(100, signal);
      listing = await list(listing.delta);
    }
    return listing;
  };

  test('without a delta, or with a strange one, every file is told of', async () => {
    await under.write('a.txt', 'one');
    await under.write('deep/er/b.txt', 'two');
    for (const delta of [null, 'strange', '{"at":"x"}', '[]', 'null']) {
      const listing = await list(delta);
      expect(listing).toMatchObject({ whole: true, files: 2, unseen: [], problems: [] });
      expect(told(listing)).toEqual(['+ a.txt', '+ deep/er/b.txt']);
    }
  });

  test('with a delta only what changed since is told of', async () => {
    await under.write('a.txt', 'one');
    await under.write('b.txt', 'two');
    const first = await list(null);
    const second = await list(first.delta);
    expect(second).toMatchObject({ whole: false, changes: [] });
    await under.write('a.txt', 'another');
    const third = await listNext(second.delta);
    expect(told(third)).toEqual(['+ a.txt']);
    expect(fileAt(third, 'a.txt').etag).not.toBe(fileAt(first, 'a.txt').etag);
    await under.remove('b.txt');
    expect(told(await listNext(third.delta))).toEqual(['- b.txt']);
  });

  test('a place that cannot be read takes nothing away and is a problem', async () => {
    await under.write('a.txt', 'one');
    const first = await list(null);
    const show = await under.hide();
    const second = await list(first.delta);
    expect(second).toMatchObject({ changes: [], unseen: [''] });
    expect(second.problems).toHaveLength(1);
    await show();
    expect(await list(second.delta)).toMatchObject({ changes: [], unseen: [], problems: [] });
  });

  test('a file is read as it was listed, or not at all', async () => {
    await under.write('a.txt', 'one');
    const listed = fileAt(await list(null), 'a.txt');
    expect(await read(listed)).toBe('one');
    await under.write('a.txt', 'two');
    await expect(read(listed)).rejects.toMatchObject({ code: 'conflict' });
    await under.remove('a.txt');
    await expect(read(listed)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('one that changes half way through is not read to its end', async () => {
    await under.write('a.txt', 'x'.repeat(1_000_000));
    const listed = fileAt(await list(null), 'a.txt');
    const half = async () => {
      let bytes = 0;
      for await (const chunk of under.source.read(listed, signal)) {
        if (bytes === 0) await under.write('a.txt', 'y'.repeat(1_000_000));
        bytes += chunk.length;
      }
    };
    await expect(half()).rejects.toMatchObject({ code: 'conflict' });
  });

  test('who asks no longer is not answered', async () => {
    const stopped = AbortSignal.abort(new Problem('stopping', 'The server is stopping.'));
    await expect(under.source.list({ delta: null, signal: stopped })).rejects.toThrow('stopping');
    await expect(under.source.changed(1000, stopped)).rejects.toThrow('stopping');
  });
};
