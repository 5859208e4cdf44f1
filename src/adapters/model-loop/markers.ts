import { codeSpans } from './code-spans.ts';

/** `offset`: place in the text without markers. */
export type MarkerPiece =
  | { type: 'text'; text: string }
  | { type: 'mark'; passageNumber: number; offset: number };

/**
 * Takes the markers `[1]`, `[1, 2]`, `[1-3]`, `[doc1]`, `【1】` out of a streamed text. However the text is cut into
 * deltas, text and marks are the same; at most eight characters, and the blank before them, wait for what comes.
 */
export type MarkerReader = {
  read(delta: string): MarkerPiece[];
  end(): MarkerPiece[];
};

const HELD = 8;
const NUMBERS = String.raw`(?:doc)?\d{1,3}(?: ?[,;–-] ?(?:doc)?\d{1,3})*`;
const MARKER = new RegExp(String.raw`^(?:\[(?:${NUMBERS})\]|【(?:${NUMBERS})】)`);
const MARKER_BEGINNING = /^[[【][doc\d ,;–-]*$/;
const BRACKET = /[[【]/g;
/** Between two markers only these stand for nothing: `[1], [2]`. */
const SEPARATOR = /^[,;] ?$/;
/** Before these no blank is missed when a marker is taken out. */
const NEEDS_NO_BLANK = /^[\s.,;:!?)\]}'"”’»…。、，；：！？]/;

const numbersOf = (marker: string, passages: number): number[] =>
  marker.split(/[,;]/).flatMap((part) => {
    const [first = 0, last = first] = [...part.matchAll(/\d+/g)].map(Number);
    const numbers: number[] = [];
    for (let number = Math.max(1, first); number <= Math.min(last, passages); number += 1)
      numbers.push(number);
    return numbers;
  });

/** The text without markers as it grows, and what the places of the markers ask of the blanks around them. */
const writer = () => {
  const code = codeSpans();
  let pieces: MarkerPiece[] = [];
  let length = 0;
  let lastCharacter = '\n';
  let blankTaken = false;
  /** Marks since the last text; null when the last thing was text. */
  let marksHere: Set<number> | null = null;

  const withBlanks = (text: string): string => {
    if (marksHere === null) return text;
    if (blankTaken && !NEEDS_NO_BLANK.test(text)) return ` ${text}`;
    return text.startsWith(' ') && /\s/.test(lastCharacter) ? text.slice(1) : text;
  };
  return {
    code,
    isAfterMark: () => marksHere !== null,
    lastCharacter: () => lastCharacter,
    say: (given: string) => {
      if (given === '') return;
      code.follow(given);
      const text = withBlanks(given);
      [marksHere, blankTaken] = [null, false];
      if (text === '') return;
      length += text.length;
      lastCharacter = text.slice(-1);
      const last = pieces.at(-1);
      if (last?.type === 'text') last.text += text;
      else pieces.push({ type: 'text', text });
    },
    mark: (numbers: readonly number[], tookBlank: boolean) => {
      blankTaken ||= tookBlank;
      marksHere ??= new Set();
      for (const passageNumber of numbers) {
        if (marksHere.has(passageNumber)) continue;
        marksHere.add(passageNumber);
        pieces.push({ type: 'mark', passageNumber, offset: length });
      }
    },
    take: (): MarkerPiece[] => {
      const taken = pieces;
      pieces = [];
      return taken;
    },
  };
};

type Decision = { is: 'marker'; text: string } | { is: 'text' } | { is: 'open' };

/** What the bracket at the start of `rest` is. `waiting`: visible characters that are held back before it. */
const decide = (rest: string, waiting: number, ended: boolean): Decision => {
  const marker = MARKER.exec(rest)?.[0];
  if (marker === undefined) {
    const mayBecome = !ended && waiting + rest.length <= HELD && MARKER_BEGINNING.test(rest);
    return { is: mayBecome ? 'open' : 'text' };
  }
  const held = waiting + marker.length;
  if (held > HELD + 1) return { is: 'text' };
  // The next character tells a marker from the link `[1](…)`; no more is held back to wait for it.
  if (held > HELD) return { is: 'marker', text: marker };
  const next = rest[marker.length];
  if (next === undefined && !ended) return { is: 'open' };
  return next === '(' ? { is: 'text' } : { is: 'marker', text: marker };
};

export const markerReader = (passages: number): MarkerReader => {
  const out = writer();
  let held = '';

  /** What of the text before a bracket goes with it if it is a marker: a blank, or a comma between two markers. */
  const leadOf = (before: string): string => {
    if (out.isAfterMark() && SEPARATOR.test(before)) return before;
    return before.endsWith(' ') ? ' ' : '';
  };

  /** Says or marks what is decided up to and with the bracket at `at`; false: that needs more text. */
  const settle = (at: number, ended: boolean): boolean => {
    const before = held.slice(0, at);
    const rest = held.slice(at);
    const lead = leadOf(before);
    out.say(before.slice(0, before.length - lead.length));
    held = lead + rest;
    const escaped = lead === '' && out.lastCharacter() === '\\';
    const decision: Decision =
      escaped || out.code.isInside()
        ? { is: 'text' }
        : decide(rest, lead.trimEnd() ? lead.length : 0, ended);
    if (decision.is === 'text' && lead.trimEnd() && !escaped) {
      out.say(lead.slice(0, 1));
      held = lead.slice(1) + rest;
      return settle(held.length - rest.length, ended);
    }
    if (decision.is === 'open') return false;
    if (decision.is === 'text') {
      out.say(lead + rest.slice(0, 1));
      held = rest.slice(1);
    } else {
      out.mark(numbersOf(decision.text, passages), lead === ' ');
      held = rest.slice(decision.text.length);
    }
    return true;
  };

  const scan = (ended: boolean): MarkerPiece[] => {
    for (;;) {
      BRACKET.lastIndex = 0;
      const at = BRACKET.exec(held)?.index;
      if (at === undefined) break;
      if (!settle(at, ended)) return out.take();
    }
    const wait = ended ? '' : leadOf(held);
    out.say(held.slice(0, held.length - wait.length));
    held = wait;
    return out.take();
  };

  return {
    read: (delta) => {
      held += delta;
      return scan(false);
    },
    end: () => scan(true),
  };
};
