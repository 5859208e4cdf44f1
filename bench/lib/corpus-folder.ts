import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from './synthesize.ts';

const PASSAGES_PER_FILE = 100;

/** A folder of text files that become about `passages` passages, and questions about some of them. */
export const corpusFolder = async (
  passages: number,
): Promise<{ folder: string; bytes: number; files: number; questions: string[] }> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-corpus-'));
  const { passage, question } = synthesize();
  const questions: string[] = [];
  let bytes = 0;
  const files = Math.ceil(passages / PASSAGES_PER_FILE);
  for (let file = 0; file < files; file += 1) {
    const paragraphs = Array.from({ length: PASSAGES_PER_FILE }, passage);
    if (questions.length < 300) questions.push(question(paragraphs[0] ?? ''));
    const text = paragraphs.join('\n\n');
    bytes += text.length;
    await writeFile(join(folder, `notes-${file}.txt`), text);
  }
  return { folder, bytes, files, questions };
};
