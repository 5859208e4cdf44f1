import { expect, test } from 'vitest';
import { detectLanguage } from './detect-language.ts';
import { likeness } from './likeness.ts';
import { contentStems, stemsOf } from './stems.ts';

const sameStems: [string, string, string][] = [
  ['en', 'The runners were running', 'the runner WERE runs'],
  ['en', "O’Brien's café", "o'brien cafe"],
  ['de', 'Kündigungsfristen der Häuser', 'kundigungsfrist der haus'],
  ['ru', 'сотрудниками отпуска', 'сотрудник отпуск'],
  ['ar', 'الإجازات', 'إجازة'],
  ['en', 'ＦＵＬＬ ﬁle', 'full file'],
];
test.for(sameStems)('%s: %s has the stems of %s', ([language, text, other]) => {
  expect(stemsOf(text, language)).toEqual(stemsOf(other, language));
});

test('names of programs are kept whole beside their parts, short ones are one word', () => {
  expect(stemsOf('parseHttpRequest', 'en')).toEqual([
    'parsehttprequest',
    'pars',
    'http',
    'request',
  ]);
  expect(stemsOf('max_open_files', 'en')).toEqual(['max_open_fil', 'max', 'open', 'file']);
  expect(stemsOf('mRNA iPhone', 'en')).toEqual(['mrna', 'iphon']);
});

test('text without spaces is taken by pairs of characters, other scripts in it by words', () => {
  expect(stemsOf('年假可以结转', 'zh')).toEqual(['年假', '假可', '可以', '以结', '结转']);
  expect(stemsOf('人', 'zh')).toEqual(['人']);
  expect(stemsOf('有給休暇', 'ja')).toEqual(['有給', '給休', '休暇']);
  expect(stemsOf('使用Redis数据库3次', 'zh')).toEqual(['使用', 'redi', '数据', '据库', '3', '次']);
});

test('words of a foreign script keep their own rules', () => {
  expect(stemsOf('Im Text steht отпуска', 'de').at(-1)).toBe(stemsOf('отпуск', 'ru')[0]);
});

test('content leaves out words that carry no subject, unless there are no others', () => {
  expect(contentStems('What is the annual leave?', 'en')).toEqual(['annual', 'leav']);
  expect(contentStems('Wie hoch ist das Gehalt?', 'de')).toEqual(['hoch', 'gehalt']);
  expect(contentStems('Какой отпуск у сотрудника?', 'ru')).toHaveLength(2);
  expect(contentStems('Who are you?', 'en')).toHaveLength(3);
});

test('nothing but signs has no stems', () => {
  expect(stemsOf('🚰 — !? \uD800 \0', 'en')).toEqual([]);
});

const languages: [string, string][] = [
  ['en', 'The pump is inspected by a technician every six months.'],
  ['de', 'Die Pumpe wird alle sechs Monate von einem Techniker geprüft.'],
  ['fr', 'La pompe est contrôlée par un technicien tous les six mois.'],
  ['es', 'La bomba es inspeccionada por un técnico cada seis meses.'],
  ['ru', 'Насос проверяется техником каждые шесть месяцев.'],
  ['ar', 'يتم فحص المضخة كل ستة أشهر.'],
  ['zh', '水泵每六个月由技术人员检查一次。'],
  ['ja', 'ポンプは六ヶ月ごとに検査されます。'],
  ['ko', '펌프는 6개월마다 점검합니다.'],
];
test.for(languages)('%s is known by a sentence', ([language, text]) => {
  expect(detectLanguage(text)).toBe(language);
});

test('without a sign the language is the one that was expected', () => {
  expect(detectLanguage('Kubernetes 1.29', { fallback: 'de' })).toBe('de');
  expect(detectLanguage('')).toBe('en');
  expect(detectLanguage('The pump is here', { fallback: 'de', among: new Set(['de', 'zh']) })).toBe(
    'de',
  );
});

test('likeness knows slips from other words', () => {
  expect(likeness('recieve', 'receive')).toBeGreaterThanOrEqual(0.7);
  expect(likeness('techncian', 'technician')).toBeGreaterThanOrEqual(0.7);
  expect(likeness('pump', 'pump')).toBe(1);
  expect(likeness('pump', 'leave')).toBeLessThan(0.3);
});
