/**
 * Follow-up questions without a model. A question that leans on what was said before ("and for contractors?",
 * "who approves it?") is joined with what the conversation is about; all others stay as they are.
 */
export const standAlone = (question: string, earlier: readonly string[]): string => {
  if (question.length > LONGEST_FOLLOW_UP) return question;
  let thread: Thread | null = null;
  for (const before of earlier.slice(-REMEMBERED)) {
    thread = goOn(thread, before.trim().slice(0, READ_CHARACTERS).toWellFormed());
  }
  const lean = leaning(question);
  return thread === null || lean === null ? question : join(thread, lean);
};

/** Bounds the work for pasted texts and endless conversations: patterns cost the square of a long run of dots. */
const LONGEST_FOLLOW_UP = 400;
const READ_CHARACTERS = 400;
const REMEMBERED = 30;

/** The last question that stood on its own, with the cases asked since, and what was last asked about it. */
type Thread = { matter: string; aside: string | null };

/** `addition`: only another case of the same question; `question`: asks something else about the same matter. */
type Lean = { kind: 'addition' | 'question'; text: string };

const LEAD =
  /^(?:and|but|or|so|then|ok(?:ay)?|also|what about|how about|does (?:that|this|it) (?:also )?apply(?: also)? (?:to|for)|is (?:that|this|it) the same for|und|aber|oder|also|auch|was ist mit|wie (?:ist|sieht) es (?:mit|bei|für|aus (?:mit|bei))|gilt (?:das|dies) auch)\b[\s,]*/iu;
const QUESTION_WORD =
  /^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have|welche[rsmn]?|wer|wen|wem|wann|wo|woher|wohin|warum|wieso|weshalb|wie|ist|sind|war|kann|können|muss|müssen|darf|dürfen|gibt|gilt|hat|haben|wird|werden|bekomme[nt]?|brauche[nt]?)\b/iu;
const PREPOSITION =
  /^(?:for|in|at|with|without|during|after|before|by|from|to|until|since|on|under|over|as|if|when|für|in|bei|mit|ohne|während|nach|vor|bis|seit|ab|aus|auf|unter|über|als|wenn|im|am|beim)\b/iu;
const INNER_PREPOSITION = new RegExp(`\\s${PREPOSITION.source.slice(1)}`, 'iu');
/** Words that stand for something said before. "one of them", "das Haus" and "more than" do not. */
const REFERENCE =
  /\b(?:it|its|they|them|their|theirs|that|this|those|these|there|then|he|she|him|her|his|same|else|otherwise|instead|both|either|such|es|ihn|ihm|ihr|ihre|ihnen|sie|dies\p{L}*|davon|dafür|dazu|dabei|dort|dann|sonst|stattdessen|auch)(?!\p{L})|\bones?(?=\W*$|\s+(?:for|in|at|with)\b)|\b(?:more|less|longer|earlier|later|mehr|weniger|länger|früher|später)(?=\W*$)|\bdas(?=\W*$|\s+(?:auch|dann|noch|nicht|für|bei|mit|in|als|wenn)\b)/iu;
/** "What is phishing?": a subject of its own, where "What is the limit?" has none. */
const DEFINITION = /^(?:what|who|was|wer) (?:is|are|ist|sind) (?!the\b|der\b|die\b|das\b)/iu;
const FUNCTION_WORDS = new Set(
  'a an the of to in on at for from with by until since and or but is are was were be been do does did can could may must should will would has have had i you we me my our your us what which who whom whose when where why how much many long often far it its they them their that this those these there then he she him her his one ones same else otherwise instead both either such any some no not also too about if as so more less der die das den dem des ein eine einer eines einem einen und oder aber ist sind war kann können muss müssen darf dürfen hat haben wird werden ich du wir sie er es man mein meine unser unsere was welche welcher welches wer wen wem wann wo warum wieso wie viel viele lange oft für in im bei beim mit ohne von vom zu zum zur bis seit ab auf auch nicht kein keine dies dieser diese dieses davon dafür dazu dabei dort dann sonst mehr weniger'.split(
    ' ',
  ),
);
const MOST_FOR_REFERENCE = 4;
const MOST_FOR_ADDITION = 6;

const leaning = (question: string): Lean | null => {
  const text = question.trim();
  const rest = text.replace(LEAD, '');
  const content = contentWords(rest);
  if (QUESTION_WORD.test(rest.replace(PREPOSITION, '').trimStart())) {
    const bare = content.length === 0 || (content.length === 1 && !DEFINITION.test(rest));
    const refers = REFERENCE.test(rest) && content.length <= MOST_FOR_REFERENCE;
    return bare || refers ? { kind: 'question', text: rest } : null;
  }
  const fragment = rest !== text || PREPOSITION.test(rest);
  return fragment && content.length <= MOST_FOR_ADDITION ? { kind: 'addition', text: rest } : null;
};

const contentWords = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !FUNCTION_WORDS.has(word.toLowerCase()));

const withoutEnd = (question: string): string => question.trim().replace(/[?.!\s]+$/u, '');

const goOn = (thread: Thread | null, question: string): Thread => {
  const lean = leaning(question);
  if (thread === null || lean === null)
    return { matter: withoutEnd(question).replace(LEAD, ''), aside: null };
  if (lean.kind === 'question') return { ...thread, aside: withoutEnd(lean.text) };
  return thread.aside === null
    ? { matter: withCase(thread.matter, withoutEnd(lean.text)), aside: null }
    : { ...thread, aside: withCase(thread.aside, withoutEnd(lean.text)) };
};

const join = ({ matter, aside }: Thread, { kind, text }: Lean): string => {
  if (kind === 'question')
    return `${withoutEnd(text)}? (${aside === null ? '' : `${aside}; `}${matter})`;
  return aside === null
    ? `${withCase(matter, withoutEnd(text))}?`
    : `${withCase(aside, withoutEnd(text))}? (${matter})`;
};

/** The question for another case: "… for employees" gives way to "for contractors", "… in London" to "Lisbon". */
const withCase = (matter: string, lean: string): string => {
  if (PREPOSITION.test(lean)) return `${withoutSameCase(matter, lean)} ${lean}`;
  return withName(matter, lean) ?? `${matter} – ${lean}`;
};

const withoutSameCase = (matter: string, lean: string): string => {
  const preposition = lean.split(/\s/u, 1)[0] ?? '';
  const last = matter.toLowerCase().lastIndexOf(` ${preposition.toLowerCase()} `);
  const tail = last === -1 ? '' : matter.slice(last + preposition.length + 2);
  const oneCase = tail !== '' && contentWords(tail).length <= 2 && !INNER_PREPOSITION.test(tail);
  return oneCase ? matter.slice(0, last) : matter;
};

const NAME_OF_PLACE = /(?<=\b(?:in|at|from|of)(?: the)? )\p{Lu}[\p{L}\p{N}]*/gu;

/** With the one name of a place in it replaced; null when there is none, or when no name is asked about now. */
const withName = (matter: string, lean: string): string | null => {
  const [name, ...more] = contentWords(lean);
  const places = matter.match(NAME_OF_PLACE) ?? [];
  return name !== undefined && more.length === 0 && /^\p{Lu}/u.test(name) && places.length === 1
    ? matter.replace(NAME_OF_PLACE, name)
    : null;
};
