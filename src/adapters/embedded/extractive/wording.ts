type Wording = {
  quotes: string;
  nearest: string;
  nothing: string;
};

const english: Wording = {
  quotes: 'From your documents:',
  nearest: 'The documents do not seem to answer this. The nearest passages are:',
  nothing: 'The documents do not seem to answer this: no passage speaks of it.',
};

const wordings: Record<string, Wording> = {
  en: english,
  de: {
    quotes: 'Aus Ihren Dokumenten:',
    nearest: 'Die Dokumente scheinen das nicht zu beantworten. Am nächsten kommen diese Stellen:',
    nothing: 'Die Dokumente scheinen das nicht zu beantworten: Keine Stelle spricht davon.',
  },
  fr: {
    quotes: 'Extrait de vos documents :',
    nearest:
      'Les documents ne semblent pas répondre à cette question. Les passages les plus proches sont :',
    nothing: 'Les documents ne semblent pas répondre à cette question : aucun passage n’en parle.',
  },
  es: {
    quotes: 'De sus documentos:',
    nearest: 'Los documentos no parecen responder a esto. Los pasajes más cercanos son:',
    nothing: 'Los documentos no parecen responder a esto: ningún pasaje habla de ello.',
  },
};

/** What is said around quotations, in the question's language. It never claims that the question is answered. */
export const wordingIn = (language: string): Wording => wordings[language] ?? english;
