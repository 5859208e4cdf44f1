import { delta } from './fake-upstream/behaviour.ts';

/** A number below `below`, from a seed, so that a failing case can be run again. */
export type Random = (below: number) => number;

export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

/**
 * `whole`: well-formed, however odd, and must give exactly `text`. `cut`: ends early, and must give a failure after
 * a beginning of `text`. `spoilt`: bytes changed; any typed failure, or an answer that ended properly.
 */
export type FuzzedStream = {
  kind: 'whole' | 'cut' | 'spoilt';
  text: string;
  /** What the one tool is called with; null when none is called. */
  argumentsJson: string | null;
  chunks: Uint8Array[];
};

const WORDS = [
  'Refund',
  ' within',
  ' 30',
  ' days',
  '.',
  ' Größe',
  ' 返品',
  ' 🎉',
  '\n',
  ' "quoted"',
  '\\',
  ' [1]',
  '\u2028',
  'event: x\n\ndata: y',
];
const NOISE = [': comment', 'id: 7', 'retry: 10', 'event: message', 'unknown: field', ':'];
const pick = <Item>(items: readonly Item[], random: Random): Item => {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** A stream as some server might write it: other line ends, comments, foreign events, data over several lines. */
const compose = (random: Random) => {
  const lineEnd = pick(['\n', '\r\n', '\r'], random);
  const deltas = Array.from({ length: random(12) }, () => pick(WORDS, random));
  const argumentsJson =
    random(3) === 0 ? JSON.stringify({ [pick(WORDS, random)]: pick(WORDS, random) }) : null;
  const events = [
    delta({ role: 'assistant', content: '' }),
    ...deltas.map((content) => delta({ content })),
    ...(argumentsJson === null ? [] : toolCallDeltas(argumentsJson, random)),
    delta({}, argumentsJson === null ? 'stop' : 'tool_calls'),
    ...(random(2) ? [{ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }] : []),
  ].map((event) => JSON.stringify(event));
  const lines: string[] = [];
  for (const event of [...events, '[DONE]']) {
    if (random(6) === 0) lines.push(pick(NOISE, random));
    if (random(12) === 0) lines.push('event: ping', 'data: not for us', '');
    const space = random(4) === 0 ? '' : ' ';
    const comma = random(8) === 0 ? event.indexOf(',') : -1;
    // Data over two lines is joined by a line end, which JSON allows between its parts.
    if (comma > 0)
      lines.push(`data:${space}${event.slice(0, comma)}`, `data:${space}${event.slice(comma)}`);
    else lines.push(`data:${space}${event}`);
    lines.push('');
  }
  const start = random(10) === 0 ? '\uFEFF' : '';
  return {
    text: deltas.join(''),
    argumentsJson,
    bytes: Buffer.from(start + lines.join(lineEnd) + lineEnd),
  };
};

const toolCallDeltas = (json: string, random: Random) => {
  const cut = random(json.length + 1);
  const call = { index: 0, id: 'call_1', function: { name: 'weather', arguments: '' } };
  const pieces = [json.slice(0, cut), json.slice(cut)].map((piece) => ({
    index: 0,
    function: { arguments: piece },
  }));
  return [call, ...pieces].map((piece) => delta({ tool_calls: [piece] }));
};

const GARBAGE = [
  '{',
  '}',
  '\n',
  '\n\n',
  '\0',
  '\xff\xfe',
  '<html>',
  'data: {"error":{"code":"x"}}\n\n',
  'data: null\n\n',
  'data: []\n\n',
  '"',
];

const spoil = (bytes: Buffer, random: Random): Buffer => {
  const at = random(bytes.length);
  const to = Math.min(bytes.length, at + random(40));
  const parts = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random(4)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 + random(255));
      return flipped;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    default:
      return Buffer.concat([
        parts[0] ?? bytes,
        Buffer.from(pick(GARBAGE, random), 'latin1'),
        parts[1] ?? bytes,
      ]);
  }
};

const inPieces = (bytes: Buffer, random: Random): Uint8Array[] => {
  const largest = pick([1, 3, 17, 200, 5_000], random);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random(largest);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
};

export const fuzzedStream = (seed: number): FuzzedStream => {
  const random = randomFrom(seed);
  const { bytes, ...meant } = compose(random);
  const kind = pick(['whole', 'cut', 'spoilt', 'spoilt'] as const, random);
  // The finish reason is within the last events: a cut in the first half always lies before it.
  const made =
    kind === 'whole'
      ? bytes
      : kind === 'cut'
        ? bytes.subarray(0, random(Math.floor(bytes.length / 2)))
        : spoil(bytes, random);
  return { kind, ...meant, chunks: inPieces(made, random) };
};
