import { isStopWord } from '../../../lib/language/stop-words.ts';
import { analyseWord, wordsOf } from '../../../lib/language/word-stems.ts';

const THANKS =
  /^(?:ok(?:ay)?\W+)?(?:many |vielen |besten |herzlichen )?(?:thanks|thank you|thx|danke?|merci|gracias)(?: (?:again|a lot|very much|so much|you|schön|sehr|dir|ihnen|beaucoup|bien|mucho))?\W*$/iu;
const GREETING =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|hallo|moin|servus|guten (?:morgen|tag|abend)|bonjour|bonsoir|salut|hola|buen(?:os|as) (?:días|tardes|noches))(?!\p{L})[\s,!.]*/iu;
/** Names of what is asked, where it is not said which. */
const DOCUMENTS =
  /^(?:list|show|documents?|files?|sources?|dokumenten?|dateien|unterlagen|quellen|fichiers?|documentos?|archivos?)$/u;
/** "IT" and "WHO" are names, though they are written like words that say nothing. */
const NAME = /\p{Lu}{2}/u;

/** What wants no passage: thanks, a greeting, and what has no word with a subject ("What can you do?"). */
export const smallTalk = (question: string, language: string): 'help' | 'welcome' | null => {
  const said = question.trim();
  if (THANKS.test(said)) return 'welcome';
  const words = wordsOf(said.replace(GREETING, '')).flatMap((word) => analyseWord(word, language));
  const saysNothing = ({ form }: { form: string }) =>
    isStopWord(form, language) || DOCUMENTS.test(form);
  return words.every(saysNothing) && !NAME.test(said) ? 'help' : null;
};
