/**
 * About how many tokens a text is, rather too many than too few: a letter of a Latin text is a quarter of one, a
 * sign of a denser script nearly one. Exact counting would load a tokenizer of 30 MB to decide what is left out.
 */
export const estimateTokens = (text: string): number =>
  Math.ceil(text.length / 4 + (Buffer.byteLength(text) - text.length) * 0.35);
