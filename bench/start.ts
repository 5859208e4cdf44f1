import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { median, report } from './lib/figures.ts';
import { residentBytes, startDocent, startServer } from './lib/processes.ts';

const ROUNDS = 9;
const BARE = `import { createServer } from 'node:http';
const server = createServer((_, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));`;

const untilReady = async (command: string[], path: string): Promise<number> => {
  const began = performance.now();
  const server = await startServer(command);
  while (!(await fetch(server.url + path).catch(() => null))?.ok) await pause(2);
  const took = performance.now() - began;
  await server.stop();
  return took;
};

/** Second start of the production bundle until `/health/ready` answers, against a bare node:http process; idle memory. */
export const run = async (): Promise<void> => {
  const docent = await startDocent();
  await pause(8_000);
  const resident = residentBytes(docent.pid) / 1e6;
  const bare = join(docent.folder, 'bare.mjs');
  await writeFile(bare, BARE);
  docent.child.kill('SIGTERM');
  await new Promise((resolve) => docent.child.once('exit', resolve));

  const node = process.execPath;
  const ours = ['bin/docent', 'serve', '--port', '0', '--data', docent.folder];
  process.env['DOCENT_LOG_LEVEL'] = 'warn';
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS + 2; round += 1) {
    const our = await untilReady(ours, '/health/ready');
    const their = await untilReady([node, bare], '/');
    if (round < 2) continue; // caches warm up
    times.ours.push(our);
    times.bare.push(their);
  }
  await docent.stop();
  const ratio = median(times.ours) / median(times.bare);
  report({
    name: 'second start to /health/ready',
    figure: `${ratio.toFixed(2)} ×`,
    budget: { text: '≤ 2 ×', met: ratio <= 2 },
    reference: `${median(times.ours).toFixed(0)} ms; bare node:http ${median(times.bare).toFixed(0)} ms`,
  });
  report({
    name: 'idle resident memory',
    figure: `${resident.toFixed(0)} MB`,
    budget: { text: '≤ 150 MB', met: resident <= 150 },
  });
};
