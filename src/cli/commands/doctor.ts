import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import type { Settings } from '../../settings/load.ts';
import { isSet, type Run } from '../command.ts';
import {
  certificateFindings,
  folderFindings,
  leavesTheMachine,
  partFindings,
  settingFindings,
  type Finding,
} from '../findings.ts';
import { examineSettings } from '../load-settings.ts';
import { runningServer } from '../open-client.ts';
import { withScratchClient } from '../scratch-client.ts';
import { exitCodes, say, type Terminal } from '../terminal.ts';

const completion = z.object({ choices: z.array(z.object({ message: z.looseObject({}) })).min(1) });

/** Asks the model for one word, by the same way as answers go. */
const modelFinding = async (settings: Settings, terminal: Terminal): Promise<Finding> => {
  const { model } = settings;
  if (model.kind === 'none') {
    return { about: 'model', verdict: 'good', detail: 'none: answers are quoted' };
  }
  const name = model.kind === 'openai' ? model.model : model.deployment;
  const body = { model: name, max_tokens: 16, messages: [{ role: 'user', content: 'Say: ready' }] };
  try {
    await withScratchClient({ settings, terminal, works: false }, (client) =>
      client.read(completion, '/v1/chat/completions', { method: 'POST', body }),
    );
    return { about: 'model', verdict: 'good', detail: `${name} answers` };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    const fix = 'Check its address, its name and its key: docent settings.';
    return { about: 'model', verdict: 'fault', detail: `${name}: ${thrown.detail}`, fix };
  }
};

const vectors = z.object({ data: z.array(z.looseObject({})).min(1) });

/** Asks the embedding model for one vector, by the same way as passages go. */
const embeddingFinding = async (settings: Settings, terminal: Terminal): Promise<Finding> => {
  const about = 'embedding model';
  const { embedding } = settings;
  if (embedding.kind === 'none')
    return { about, verdict: 'good', detail: 'none: passages are found by words' };
  const name = embedding.kind === 'openai' ? embedding.model : embedding.deployment;
  const body = { model: name, input: 'ready' };
  try {
    await withScratchClient({ settings, terminal, works: false }, (client) =>
      client.read(vectors, '/v1/embeddings', { method: 'POST', body }),
    );
    const detail = `${name} gives vectors of ${embedding.dimensions} dimensions`;
    return { about, verdict: 'good', detail };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    const fix = 'Check its address, name, key and dimensions: docent settings.';
    return { about, verdict: 'fault', detail: `${name}: ${thrown.detail}`, fix };
  }
};

const signs = { good: '✓', note: '!', fault: '✗' } as const;

const show = (findings: readonly Finding[], { stdout }: Terminal): void => {
  for (const { about, verdict, detail, fix } of findings) {
    say(stdout, `${signs[verdict]} ${about}: ${detail}${fix ? `\n    ${fix}` : ''}`);
  }
};

export const run: Run = async (invocation) => {
  const { terminal } = invocation;
  const loaded = examineSettings(invocation);
  const findings = settingFindings(loaded);
  const { settings } = loaded;
  if (settings) {
    const { folder } = settings.data;
    findings.push(
      ...(await folderFindings(folder)),
      ...partFindings(settings),
      ...(await certificateFindings(settings)),
      await modelFinding(settings, terminal),
      await embeddingFinding(settings, terminal),
    );
    const running = (await runningServer(folder)) ? 'runs in this data folder' : 'not running';
    findings.push({ about: 'server', verdict: 'good', detail: running });
  }
  const outside = settings && leavesTheMachine(settings);
  const faults = findings.filter(({ verdict }) => verdict === 'fault').length;
  if (isSet(invocation, 'json')) {
    say(terminal.stdout, JSON.stringify({ findings, leavesTheMachine: outside, faults }));
  } else {
    show(findings, terminal);
    if (outside) say(terminal.stdout, outside);
  }
  return faults === 0 ? exitCodes.done : exitCodes.failed;
};
