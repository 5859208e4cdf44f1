import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openExtractor } from '../../src/adapters/embedded/extraction/open-extractor.ts';
import type { ExtractedText } from '../../src/domain/document.ts';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { report } from './figures.ts';

const manifest = z.array(
  z.object({
    file: z.string(),
    format: z.string(),
    need: z.string(),
    must: z.array(z.object({ text: z.string(), page: z.number().optional() })),
  }),
);

const READ = new Set(['pdf', 'docx', 'html', 'txt']);

/** A manifest made with a wrong encoding holds replacement characters: they stand for any one. */
const says = (text: string, words: string): boolean =>
  words.split('\uFFFD').every((part) => squeeze(text).includes(squeeze(part)));

/** White space, and the bars that we put between cells, are not what a document says. */
const squeeze = (text: string): string => text.normalize('NFKC').replaceAll(/[\s|]+/gu, '');

const onPage = ({ text, blocks }: ExtractedText, page: number | undefined): string =>
  page === undefined
    ? text
    : blocks
        .filter((block) => block.page === page)
        .map(({ start, end }) => text.slice(start, end))
        .join(' ');

/** Reads every document of a folder and looks for the words that its manifest says must come out, on their page. */
export const checkDocuments = async (folder: string): Promise<void> => {
  const entries = manifest.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  const extractor = openExtractor({ logger: quietLogger });
  let wanted = 0;
  let found = 0;
  for (const { file, format, need, must } of entries) {
    if (need !== 'text' || !READ.has(format)) continue;
    const result = await extractor.extract({
      path: join(folder, file),
      name: file,
      signal: AbortSignal.timeout(60_000),
    });
    for (const { text, page } of must) {
      wanted += 1;
      const there = result.outcome === 'extracted' && says(onPage(result.extracted, page), text);
      if (there) found += 1;
      else process.stdout.write(`  missing in ${file}: ${text}\n`);
    }
  }
  await extractor.close();
  report({
    name: 'words that must come out of real documents',
    figure: `${found} of ${wanted}`,
    budget: { text: 'all', met: found === wanted },
  });
};
