import { isStopWord } from '../../../lib/language/stop-words.ts';

const month =
  'january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre';
const weekday =
  'mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo';
const numberWord =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|billion|half|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|hundert|tausend|millionen|milliarden|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|quinze|vingt|trente|cent|mille|millions|dos|tres|cuatro|cinco|siete|ocho|nueve|diez|quince|veinte|treinta|cien|mil|millones';

type Kind = { question: RegExp; answer: RegExp };

/** What a kind of question wants to hear, in the languages that we word answers in; others go without. */
const kinds: Kind[] = [
  {
    question:
      /\b(?:when|what year|which year|what date|wann|welche[mns]? jahr|jahrhundert|century|what decade|quand|cu[áa]ndo)\b/iu,
    answer: new RegExp(
      `\\b(?:1\\d{3}|20\\d{2}|\\d{1,2}(?:st|nd|rd|th) centur|\\d{1,2}\\. (?:jahrhundert)|\\d{1,2}(?:st|nd|rd|th)\\b|\\d{1,2}[:.]\\d{2}\\b|(?:${month}|${weekday})\\b)`,
      'giu',
    ),
  },
  {
    question:
      /\b(?:how (?:many|much|long|old|far|high|tall|large|big|fast|often|quickly|soon|early|late|deep|heavy)|what (?:percentage|percent|number|amount)|wie ?(?:viele?|hoch|lange?|groß|alt|weit|oft|schnell|früh|spät|schwer|tief)|wieviele?|prozent|combien|cu[áa]nt[oa]s?)\b/iu,
    answer: new RegExp(`\\p{N}[\\p{N}.,]*|\\b(?:${numberWord})\\b`, 'giu'),
  },
  {
    question:
      /\b(?:who|whose|whom|wer|wem|wen|wessen|qui[ée]n(?:es)?)\b|^\P{L}*(?:à |de |par |pour )?qui\b/iu,
    answer: /(?<=[\p{L}\p{N},;:“”"')]\s+["“(]?)\p{Lu}[\p{L}.'’-]+/gu,
  },
  {
    question:
      /\b(?:where|wo|woher|wohin|what (?:city|country|state|place)|which (?:city|country|state|place))\b/iu,
    answer:
      /(?<=\b(?:in|at|from|near|to|on|of|aus|bei|nach|nahe|an|im|am) (?:the |der |die |dem |den )?)\p{Lu}[\p{L}.'’-]+/gu,
  },
  {
    question: /\b(?:why|what caused|warum|weshalb|wieso|wozu|pourquoi)\b|por qu[ée]/iu,
    answer:
      /\b(?:because|due to|since|so that|in order to|result(?:ed)? (?:of|in|from)|caused|therefore|weil|da|damit|wegen|aufgrund|um|parce que|afin|porque|debido|para)\b/giu,
  },
];

/** "How much leave you have" asks, also without a question mark. */
const ASKING =
  /\?$|^(?:how|what|when|where|which|who|whose|why|wie|was|wann|wo|woher|wohin|welche[mnrs]?|wer|wem|wen|warum|weshalb|wieso|comment|combien|quand|où|quel(?:le)?s?|qui|que|pourquoi|¿.*|c[óo]mo|cu[áa]nt[oa]s?|cu[áa]ndo|d[óo]nde|qu[ée]|cu[áa]l(?:es)?|qui[ée]n(?:es)?|por qu[ée])(?!\p{L})/iu;
export const isAsking = (heading: string): boolean => ASKING.test(heading);

/** Whether a sentence holds what the question asks for (a date, a number, a name) and does not just repeat it. */
export const answersKind = (
  question: string,
  language: string,
): ((sentence: string) => boolean) => {
  const kind = kinds.find((each) => each.question.test(question));
  if (!kind) return () => false;
  const asked = question.toLowerCase();
  return (sentence) =>
    [...sentence.matchAll(kind.answer)].some(
      ([match]) =>
        !asked.includes(match.toLowerCase()) &&
        !(/^\p{L}/u.test(match) && kind === kinds[2] && isStopWord(match.toLowerCase(), language)),
    );
};

const NEGATION =
  /(?<!\p{L})(?:not(?! (?:only|just|limited|least)\b)|no|never|without|cannot|nicht(?! nur\b)|kein\p{L}*|nie|ohne|ne|pas|sans|nunca|sin)(?!\p{L})|n['’]t\b/iu;
/** "What is not covered?" is another question than "What is covered?". */
export const isNegated = (question: string): boolean => NEGATION.test(question);

/** From its first character to its last, none of them a space: else a question of many spaces would be read for minutes. */
const SUBJECT =
  /^\P{L}*(?:what(?:'s|’s| is| are| was| were)|who(?:'s|’s| is| are| was| were)|was (?:ist|sind|war|waren)|wer (?:ist|sind|war|waren))\s+(?:(?:an?|the|eine?|der|die|das)\s+)?(?<subject>[^?\s][^?]{0,58}[^?\s])[\s?]*$/iu;

/** Whether a sentence says what the thing asked about is: "A deductible is …" for "What is a deductible?". */
export const definesSubject = (question: string): ((sentence: string) => boolean) => {
  const subject = SUBJECT.exec(question)?.groups?.['subject'];
  if (subject === undefined) return () => false;
  const said = new RegExp(
    `(?<![\\p{L}\\p{N}])${RegExp.escape(subject)}(?:e?s|e?n)?(?: \\([^)]{1,40}\\))? (?:is|are|was|were|means|refers to|ist|sind|war|waren|bedeutet|bezeichnet) (?!an? part|not|nicht)`,
    'iu',
  );
  return (sentence) => said.test(sentence);
};
