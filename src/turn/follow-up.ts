/**
 * Follow-up questions without a model. A question that leans on what was said before ("and for contractors?",
 * "who approves it?") is joined with the last question that stood on its own; all others stay as they are.
 */
export const standAlone = (question: string, earlier: readonly string[]): string => {
  let base: string | null = null;
  for (const before of earlier) {
    if (base === null || leaning(before) === null) base = before;
  }
  const lean = leaning(question);
  if (base === null || lean === null) return question;
  return join(base, lean);
};

/** `addition`: only another case of the same question; `question`: asks something else about the same matter. */
type Lean = { kind: 'addition' | 'question'; text: string };

const LEAD =
  /^(?:and|but|or|so|then|ok(?:ay)?|also|what about|how about|und|aber|oder|also|was ist mit|wie (?:ist|sieht) es (?:mit|bei|für)|gilt das auch für|et|y)\b[\s,]*/iu;
const QUESTION_WORD =
  /^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have|was|welche[rsnm]?|wer|wen|wem|wann|wo|warum|wieso|wie|ist|sind|kann|können|muss|müssen|darf|gibt|gilt|hat|haben|wird|werden)\b/iu;
const PREPOSITION =
  /^(?:for|in|at|with|without|during|after|before|from|on|under|over|as|if|when|für|in|bei|mit|ohne|während|nach|vor|aus|auf|unter|über|als|wenn|im|am|beim)\b/iu;
const REFERENCE =
  /\b(?:it|its|they|them|their|theirs|that|this|those|these|there|then|he|she|him|her|his|one|ones|same|else|otherwise|instead|both|either|such|es|ihn|ihm|ihr|ihre|ihnen|sie|dies\w*|das|davon|dafür|dazu|dabei|dort|dann|sonst|stattdessen|auch)\b/iu;
const FUNCTION_WORDS = new Set(
  'a an the of to in on at for from with by and or but is are was were be been do does did can could may must should will would has have had i you we me my our your us what which who whom whose when where why how much many long often far it its they them their that this those these there then he she him her his one ones same else otherwise instead both either such any some no not also too about if as so der die das den dem des ein eine einer eines einem einen und oder aber ist sind war kann können muss müssen darf hat haben wird werden ich du wir sie er es man mein meine unser unsere was welche welcher welches wer wen wem wann wo warum wieso wie viel viele lange oft für in im bei beim mit ohne von vom zu zum zur auf auch nicht kein keine dies dieser diese dieses davon dafür dazu dabei dort dann sonst'.split(
    ' ',
  ),
);

const leaning = (question: string): Lean | null => {
  const text = question.trim();
  const rest = text.replace(LEAD, '');
  const hasLead = rest !== text;
  const content = contentWords(rest);
  if (QUESTION_WORD.test(rest)) {
    const leans = content.length <= 1 || (REFERENCE.test(rest) && content.length <= 4);
    return leans ? { kind: 'question', text: rest } : null;
  }
  const fragment = hasLead || PREPOSITION.test(rest);
  return fragment && content.length <= 6 ? { kind: 'addition', text: rest } : null;
};

const contentWords = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !FUNCTION_WORDS.has(word));

const join = (base: string, { kind, text }: Lean): string => {
  const matter = base.replace(LEAD, '').replace(/[?.!\s]+$/u, '');
  const lean = text.replace(/[?.!\s]+$/u, '');
  if (kind === 'question') return `${lean}? (${matter})`;
  if (!PREPOSITION.test(lean)) return `${matter} – ${lean}?`;
  return `${withoutSameCase(matter, lean)} ${lean}?`;
};

/** "… for employees" gives way to "for contractors": the case that is asked about now. */
const withoutSameCase = (matter: string, lean: string): string => {
  const preposition = lean.split(/\s/u, 1)[0] ?? '';
  const last = matter.toLowerCase().lastIndexOf(` ${preposition.toLowerCase()} `);
  const tail = last === -1 ? '' : matter.slice(last + preposition.length + 2);
  return tail !== '' && contentWords(tail).length <= 2 ? matter.slice(0, last) : matter;
};
