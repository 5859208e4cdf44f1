// Builds the web page (dist/web) and the server bundle (dist/server) when their inputs changed. `--force`: always.
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const force = process.argv.includes('--force');

/** Of contents, not times: a copy of a built folder stays built. */
const fingerprint = (patterns) => {
  const hash = createHash('sha256');
  for (const file of globSync(patterns, { cwd: root }).toSorted()) {
    if (!statSync(join(root, file)).isFile()) continue;
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
};

/** How sources name a worker or a child process: by its file. */
const entryUrl = /new URL\(\s*'\.\/([\w-]+)\.ts'/g;

/** Threads and processes start files of their own, which lie beside the main one under the same name. */
const serverEntries = () => {
  const entries = { main: 'src/main.ts', cli: 'src/cli/main.ts' };
  for (const file of globSync('src/**/*.ts', { cwd: root, exclude: ['src/**/*.test*.ts'] })) {
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(entryUrl)) {
      const entry = join(dirname(file), `${name}.ts`);
      if (!existsSync(join(root, entry))) continue; // an example in a comment
      if (entries[name] && entries[name] !== entry)
        throw new Error(`Two entries are called ${name}`);
      entries[name] = entry;
    }
  }
  return entries;
};

/** `main` starts a thread before it runs the rest, which therefore is a file of its own. */
const cliApart = {
  name: 'cli-apart',
  resolveId: (id) => (id === './cli/main.ts' ? { id: './cli.cjs', external: true } : null),
};

/** Loaded when a document or a setting needs them, if at all; the rest is part of the start. */
const outside = [
  '@azure/identity',
  '@e965/xlsx',
  '@kenjiuno/msgreader',
  '@llamaindex/liteparse',
  'csv-parse',
  'file-type',
  'officecrypto-tool',
  'officeparser',
  'snowball-stemmers',
  'word-extractor',
];

const buildServer = async () => {
  const { rolldown } = await import('rolldown');
  rmSync(join(root, 'dist/server'), { recursive: true, force: true });
  // A file for each thread or process: one to find, read and take from the compile cache, not thirty.
  for (const [name, input] of Object.entries(serverEntries())) {
    const bundle = await rolldown({
      cwd: root,
      input,
      platform: 'node',
      external: (id) => outside.some((outer) => id === outer || id.startsWith(`${outer}/`)),
      plugins: [cliApart],
    });
    // Only of a script, not of an ES module, V8 gives away what it has compiled while it ran.
    const form =
      name === 'cli' ? { extension: 'cjs', format: 'cjs' } : { extension: 'js', format: 'esm' };
    await bundle.write({
      file: join(root, 'dist/server', `${name}.${form.extension}`),
      format: form.format,
      codeSplitting: false,
    });
  }
};

const buildWeb = async () => {
  const { build } = await import('vite');
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
};

const targets = [
  {
    name: 'web page',
    folder: 'dist/web',
    inputs: ['web/**', 'src/contracts/**', 'vite.config.ts', 'package-lock.json', 'bin/build.mjs'],
    build: buildWeb,
  },
  {
    name: 'server bundle',
    folder: 'dist/server',
    inputs: ['src/**', 'package-lock.json', 'bin/build.mjs'],
    build: buildServer,
  },
];

/** Written anew each time: `bin/docent` takes the bundle while no source is newer than it. */
const markBuilt = (folder, now) => {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, '.built-from'), now);
};

for (const { name, folder, inputs, build } of targets) {
  const mark = join(root, folder, '.built-from');
  const now = fingerprint(inputs);
  const built = existsSync(mark) ? readFileSync(mark, 'utf8') : null;
  const started = performance.now();
  try {
    if (force || built !== now) await build();
  } catch (thrown) {
    if (thrown?.code !== 'ERR_MODULE_NOT_FOUND') throw thrown;
    // A production installation has no build tools, and brings what was built elsewhere.
    if (!built) console.error(`The ${name} is not built: its tools are missing. Run: npm ci`);
    continue;
  }
  if (force || built !== now) {
    console.log(`Built the ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  markBuilt(folder, now);
}
