// Installs the Debian packages that the tests use and that npm cannot bring; says what to do where it may not.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const TESSERACT = '/usr/share/tesseract-ocr';

const needed = [
  {
    package: 'chromium',
    for: 'the tests of the web page',
    there: () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'),
  },
  {
    package: 'tesseract-ocr-eng',
    for: 'the tests of text recognition',
    there: () =>
      existsSync(TESSERACT) &&
      readdirSync(TESSERACT).some((version) =>
        existsSync(`${TESSERACT}/${version}/tessdata/eng.traineddata`),
      ),
  },
];

const missing = needed.filter(({ there }) => !there());
const names = missing.map((need) => need.package);

const aptGet = (...args) =>
  spawnSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  }).status === 0;

if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
  console.log(`Installing ${names.join(', ')} (once)`);
  aptGet('update');
  aptGet('install', '--yes', '--no-install-recommends', ...names);
}
for (const need of missing.filter(({ there }) => !there())) {
  console.log(
    `${need.package} is missing, for ${need.for}. Install it: apt-get install ${need.package}`,
  );
}
