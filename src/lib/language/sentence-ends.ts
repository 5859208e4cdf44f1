const words = (list: string): Set<string> => new Set(list.trim().split(/\s+/u));

/** Abbreviations after which a sentence goes on, without their last dot. */
const abbreviations = words(`
  mr mrs ms dr prof st rev gen col lt sgt capt cmdr adm gov sen rep hon pres jr sr messrs mme mlle
  vs viz cf approx est fig figs no nos vol vols pp ed eds ch sec art dept univ e.g i.e al ca
  jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri
  bzw nr abs bspw ggf sog vgl z.b d.h u.a i.d.r o.ä u.ä z.t u.u v.a s.o s.u evtl inkl exkl zzgl abzgl str tel hr fr
  jh jhd mio mrd allg bes dgl ebd einschl gem hrsg insb lt max min orig röm urspr usf verh wg zw
  env ex m mm p p.ej sra sres dott sig ing г гг стр рис тыс млн млрд руб им т.е т.д т.п др ул н.э`);

/** Before one of these a number, an initial or a shortened name does end the sentence. */
const openers = words(`
  the this that these those a an it its he she they we you i in on at by for from with as if when while where after
  before during although though since because but and or so however there their his her our your my one some many
  most all both each no not other another such what who how why under over among between
  der die das ein eine er sie es wir ihr ich im in am an auf aus bei mit nach von zu für als wenn während obwohl
  dieser diese dieses aber und oder doch jedoch auch so danach dann dort hier seit durch trotz man`);

const months = words(`
  januar februar märz april mai juni juli august september oktober november dezember jänner
  jahrhundert jahrhunderts jh januari jan feb apr aug sept okt nov dez`);

/** "£10.", "20:00.", "3.5.": a sum, a time, a measure, never an ordinal. */
const measured = /[\p{Sc}:.,/]\p{N}{1,2}$/u;

const wordBefore = (text: string, at: number): string =>
  /[\p{L}\p{N}.’'-]+$/u.exec(text.slice(Math.max(0, at - 40), at))?.[0] ?? '';
const nextWord = (text: string, end: number): string =>
  /^[\s"'“„‚‘«»([*_]*([\p{L}\p{N}]+)/u.exec(text.slice(end, end + 60))?.[1] ?? '';

const dotEndsAfter = (before: string, next: string): boolean => {
  const lower = before.toLowerCase();
  const opensSentence = openers.has(next.toLowerCase()) && /^\p{Lu}/u.test(next);
  if (abbreviations.has(lower)) return false;
  // Initials and letters with dots: J. Smith, U.S. Army, z. B.
  if (/^(?:\p{L}\.)*\p{L}$/u.test(before)) return opensSentence && lower !== 'z' && lower !== 'd';
  // Ordinals: der 3. Oktober, im 19. Jahrhundert.
  if (/^\p{N}{1,2}$/u.test(before))
    return opensSentence || !(months.has(next.toLowerCase()) || /^\p{Lu}/u.test(next));
  return true;
};

/** Whether the punctuation `[at, end)` of a text ends a sentence there. */
export const isSentenceEnd = (text: string, { at, end }: { at: number; end: number }): boolean => {
  if (/[。！？｡؟۔।]/u.test(text.charAt(at))) return true;
  const next = nextWord(text, end);
  if (/^\p{Ll}/u.test(next)) return false;
  const onlyDot = text.charAt(at) === '.' && text.charAt(at + 1) !== '.';
  if (onlyDot && measured.test(text.slice(Math.max(0, at - 3), at))) return true;
  return !onlyDot || dotEndsAfter(wordBefore(text, at), next);
};
