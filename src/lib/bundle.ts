import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** A program that runs, and how the next start of it gets what V8 has compiled of it by now. */
export type Bundle<Exports> = { exports: Exports; keep(): Promise<void> };

/** V8 compares lengths only: both sums before the bytecode say whose it is, and that it is whole. */
const SUM_BYTES = 4;
const sumsOf = (source: Buffer, bytecode: Buffer): Buffer => {
  const sums = Buffer.alloc(2 * SUM_BYTES);
  sums.writeUInt32BE(crc32(source), 0);
  sums.writeUInt32BE(crc32(bytecode), SUM_BYTES);
  return sums;
};

const keptFor = (source: Buffer, path: string): Buffer | null => {
  try {
    const kept = readFileSync(path);
    const bytecode = kept.subarray(2 * SUM_BYTES);
    return kept.subarray(0, 2 * SUM_BYTES).equals(sumsOf(source, bytecode)) ? bytecode : null;
  } catch {
    return null; // not kept yet; what else is wrong there is said when it is kept again
  }
};

/**
 * Runs a CommonJS file with the bytecode that was kept of it under `name`, in the folder of Node's compile cache. That
 * cache itself holds what is compiled before anything has run, which is few functions of those that a start runs.
 */
export const runBundle = <Exports>(
  url: URL,
  { name, folder = getCompileCacheDir() }: { name: string; folder?: string | undefined },
): Bundle<Exports> => {
  const filename = fileURLToPath(url);
  const source = readFileSync(filename);
  const path = folder === undefined ? null : join(folder, name);
  const cachedData = path === null ? null : keptFor(source, path);
  const program = `(function (exports, require, __filename, __dirname) {${source.toString()}\nreturn exports;\n})`;
  const script = new Script(program, {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData ? { cachedData } : {}),
  });
  const run = script.runInThisContext();
  const exports: Exports = run({}, createRequire(url), filename, dirname(filename));
  const isKept = script.cachedDataRejected === false;
  return {
    exports,
    async keep() {
      if (path === null || isKept) return;
      const bytecode = script.createCachedData();
      const partial = `${path}.${pid}-${Date.now()}`;
      try {
        await writeFile(partial, [sumsOf(source, bytecode), bytecode], { mode: 0o600 });
        await rename(partial, path);
      } finally {
        await rm(partial, { force: true });
      }
    },
  };
};
