type Wording = {
  quotes: string;
  nearest: string;
  nothing: string;
  /** To who asks for nothing that stands in documents. */
  help: string;
  welcome: string;
  /** Where the documents are in another language than the question: what is nearest there is so by chance. */
  foreign: (language: string) => string;
};

const nameOf = (language: string, inLanguage: string): string =>
  new Intl.DisplayNames([inLanguage], { type: 'language' }).of(language) ?? language;

const english: Wording = {
  quotes: 'From your documents:',
  nearest: 'The documents do not seem to answer this. The nearest passages are:',
  nothing: 'The documents do not seem to answer this: no passage speaks of it.',
  help: 'I answer from your documents, with the sentences that say it and where they stand. Ask about something that may stand there.',
  welcome: 'You are welcome.',
  foreign: (language) =>
    `The documents do not seem to answer this. They are in ${nameOf(language, 'en')}: ask in their language.`,
};

const wordings: Record<string, Wording> = {
  en: english,
  de: {
    quotes: 'Aus Ihren Dokumenten:',
    nearest: 'Die Dokumente scheinen das nicht zu beantworten. Am nächsten kommen diese Stellen:',
    nothing: 'Die Dokumente scheinen das nicht zu beantworten: Keine Stelle spricht davon.',
    help: 'Ich antworte aus Ihren Dokumenten, mit den Sätzen, die es sagen, und der Stelle, an der sie stehen. Fragen Sie nach etwas, das dort stehen kann.',
    welcome: 'Gern geschehen.',
    foreign: (language) =>
      `Die Dokumente scheinen das nicht zu beantworten. Sie sind auf ${nameOf(language, 'de')}: Fragen Sie in ihrer Sprache.`,
  },
  fr: {
    quotes: 'Extrait de vos documents :',
    nearest:
      'Les documents ne semblent pas répondre à cette question. Les passages les plus proches sont :',
    nothing: 'Les documents ne semblent pas répondre à cette question : aucun passage n’en parle.',
    help: 'Je réponds à partir de vos documents, en citant les phrases et leur emplacement. Posez une question sur ce qui peut s’y trouver.',
    welcome: 'Je vous en prie.',
    foreign: (language) =>
      `Les documents ne semblent pas répondre à cette question. Ils sont en ${nameOf(language, 'fr')} : posez-la dans leur langue.`,
  },
  es: {
    quotes: 'De sus documentos:',
    nearest: 'Los documentos no parecen responder a esto. Los pasajes más cercanos son:',
    nothing: 'Los documentos no parecen responder a esto: ningún pasaje habla de ello.',
    help: 'Respondo a partir de sus documentos, con las frases que lo dicen y el lugar donde están. Pregunte por algo que pueda estar en ellos.',
    welcome: 'De nada.',
    foreign: (language) =>
      `Los documentos no parecen responder a esto. Están en ${nameOf(language, 'es')}: pregunte en su idioma.`,
  },
};

/** What is said around quotations, in the question's language. It never claims that the question is answered. */
export const wordingIn = (language: string): Wording => wordings[language] ?? english;
