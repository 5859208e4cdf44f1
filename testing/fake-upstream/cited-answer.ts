import { type FakeChatRequest, textOfMessage } from './request-check.ts';

const PASSAGE = /<passage number="(\d+)"[^>]*>\n([\s\S]*?)\n<\/passage>/g;

const firstSentence = (text: string): string => /^.*?[.!?。](?=\s|$)/s.exec(text)?.[0] ?? text;

/**
 * What an obedient model would say: the first sentence of each of the first passages in the prompt, each with
 * its number behind it; without passages, the abstention that the prompt asks for.
 */
export const citedAnswer = (request: FakeChatRequest, sentences = 2): string => {
  const prompt = request.messages.map(textOfMessage).join('\n');
  const cited = [...prompt.matchAll(PASSAGE)].slice(0, sentences).map(([, number, text]) =>
    firstSentence((text ?? '').trim())
      .replaceAll(/\s+/g, ' ')
      .replace(/([.!?。])?$/, ` [${number}]$1`),
  );
  const abstention = /%[A-Z-]+%/.exec(prompt)?.[0] ?? '';
  return cited.length > 0 ? cited.join(' ') : `${abstention} The documents do not answer this.`;
};
