import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A file, the words that must and must not come out of it, and what is expected of a hostile one. */
export type Listed = {
  path: string;
  expect: string;
  must: { text: string; page?: number | undefined }[];
  mustNot: string[];
  password?: string;
};

const documents = z.array(
  z.object({
    file: z.string(),
    need: z.string(),
    must: z.array(z.object({ text: z.string(), page: z.number().optional() })),
  }),
);

const hostile = z.array(
  z.object({
    file: z.string(),
    expect: z.string(),
    must: z.array(z.string()),
    must_not: z.array(z.string()),
    password: z.string().optional(),
  }),
);

const load = async (folder: string, name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, name), 'utf8'));

export const listDocuments = async (folder: string): Promise<Listed[]> =>
  documents.parse(await load(folder, 'manifest.json')).map(({ file, must }) => ({
    path: join(folder, file),
    expect: '',
    must,
    mustNot: [],
  }));

/** An encrypted file is listed twice: without its password and with it. */
export const listHostile = async (folder: string): Promise<Listed[]> =>
  hostile.parse(await load(folder, 'hostile_manifest.json')).flatMap((entry) => {
    const listed: Listed = {
      path: join(folder, entry.file),
      expect: entry.expect,
      must: entry.must.map((text) => ({ text })),
      // The manifest lets hidden text pass with a warning; we leave it out. A description is for a person to check.
      mustNot: entry.must_not
        .map((text) => text.replace('(unflagged) ', ''))
        .filter((text) => !text.startsWith('(')),
    };
    return entry.password === undefined
      ? [listed]
      : [listed, { ...listed, expect: 'text', password: entry.password }];
  });
