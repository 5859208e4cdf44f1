import { openAsBlob } from 'node:fs';
import { Problem } from '../../domain/problem.ts';
import { mapAtOnce } from '../../lib/map-at-once.ts';
import { startProgress } from '../../lib/progress.ts';
import { withQuery, type Client } from '../client.ts';
import { isSet, textOption, type Invocation, type Run } from '../command.ts';
import { uploaded } from '../../contracts/knowledge.ts';
import { reportNotReady, settled, summaryOf, type NotReady } from '../documents.ts';
import { findFiles, type FoundFile } from '../find-files.ts';
import { withClient } from '../open-client.ts';
import { say } from '../terminal.ts';

const UPLOADS_AT_ONCE = 3;
const UPLOAD_DEADLINE_MS = 3_600_000;

type Sent = { file: FoundFile; ids: string[]; refused: NotReady | null };

/** A file that the server does not take is one failure, not the end. */
const upload = async (client: Client, path: string, file: FoundFile): Promise<Sent> => {
  const form = new FormData();
  form.append('file', await openAsBlob(file.path), file.name);
  try {
    const sending = { method: 'POST', body: form, deadlineMs: UPLOAD_DEADLINE_MS } as const;
    const { documents } = await client.read(uploaded, path, sending);
    return { file, ids: documents.map(({ id }) => id), refused: null };
  } catch (thrown) {
    const aboutTheFile = ['too-large', 'unsupported-media-type', 'invalid-request'];
    if (!(thrown instanceof Problem && aboutTheFile.includes(thrown.code))) throw thrown;
    return { file, ids: [], refused: { name: file.path, state: 'failed', reason: thrown.detail } };
  }
};

const ingest = async (client: Client, files: readonly FoundFile[], invocation: Invocation) => {
  const { stderr, stop } = invocation.terminal;
  const path = withQuery('/api/v1/documents', { base: textOption(invocation, 'base') });
  const sending = startProgress(stderr, { label: 'Sending', total: files.length });
  let count = 0;
  const sent = await mapAtOnce(files, UPLOADS_AT_ONCE, async (file) => {
    const result = await upload(client, path, file);
    sending.show((count += 1));
    return result;
  });
  sending.end();
  const ids = [...new Set(sent.flatMap((one) => one.ids))];
  const reading = startProgress(stderr, { label: 'Reading', total: ids.length });
  const documents = [];
  // In the order in which they are read: most are settled when their turn to be asked about comes.
  for (const id of ids) {
    documents.push(await settled(client, id, stop));
    reading.show(documents.length);
  }
  reading.end();
  return { documents, refused: sent.flatMap(({ refused }) => (refused ? [refused] : [])) };
};

export const run: Run = async (invocation) => {
  const { stdout, stderr } = invocation.terminal;
  const { files, missing } = await findFiles(invocation.values);
  if (files.length === 0) {
    throw new Problem('invalid-request', `There is no file at ${invocation.values.join(', ')}.`);
  }
  const { documents, refused } = await withClient(
    invocation,
    (client) => ingest(client, files, invocation),
    { works: true },
  );
  const notReady = [
    ...missing.map((name) => ({ name, state: 'failed', reason: 'There is no such file.' })),
    ...refused,
    ...documents.filter(({ state }) => state !== 'ready'),
  ];
  const ready = documents.filter(({ state }) => state === 'ready').length;
  if (isSet(invocation, 'json')) {
    const failures = notReady.map(({ name, state, reason }) => ({ name, state, reason }));
    say(stdout, JSON.stringify({ documents: documents.map(summaryOf), failures }));
  } else {
    const total = ready + notReady.length;
    say(stdout, ready === total ? `${ready} ready.` : `${ready} of ${total} ready. Not ready:`);
  }
  return reportNotReady(notReady, stderr);
};
