// Runs a set of checks, `fast` or `long`, and closes with what did not run and one line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const set = process.argv[2];
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const notRun = [];
const total = { passed: 0, failed: 0, skipped: 0 };

const run = (command, args) =>
  spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' }).status;

/** A check is one test: it passes or it fails. */
const check = (name, ...steps) => {
  const passed = steps.every(([command, ...args]) => run(command, args) === 0);
  total[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? '✓' : '✗'} ${name}`);
};

const countsOf = (file) => {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that could not even be loaded holds no test, and has failed.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

const vitest = (...projects) => {
  const folder = mkdtempSync(join(tmpdir(), 'docent-tests-'));
  const file = join(folder, 'report.json');
  const status = run('vitest', [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const counts = countsOf(file);
  rmSync(folder, { recursive: true });
  // Something failed outside of any test: an error nobody caught, or vitest itself.
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  for (const kind of Object.keys(total)) total[kind] += counts[kind];
};

const fast = () => {
  const projects = ['.', 'web', 'test/browser'].map((project) => ['tsc', '-p', project]);
  check('types', ...projects);
  check('lint', ['oxlint', '--deny-warnings', '.']);
  check('format', ['oxfmt', '--check', '.']);
  if (existsSync(chromium)) vitest('unit', 'browser');
  else {
    vitest('unit');
    notRun.push(`the tests of the web page: no Chromium at ${chromium}`);
  }
  notRun.push('the long tests: they are a set of their own, npm run test:long');
};

const sets = { fast, long: () => vitest('long') };
if (!Object.hasOwn(sets, set)) {
  console.error('Usage: node bin/run-tests.mjs fast|long');
  process.exit(2);
}
sets[set]();

if (total.skipped > 0) notRun.push(`${total.skipped} tests that were skipped: see above`);
for (const line of notRun) console.log(`Did not run: ${line}`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed > 0 ? 1 : 0);
