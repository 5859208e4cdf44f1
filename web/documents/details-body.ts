import type { DocumentChangeBody } from '../../src/contracts/metadata.ts';

/** What was typed; an empty field changes nothing. */
export type Details = {
  document_type: string;
  category: string;
  target_audience: string;
  authority: string;
  freshness: string;
  source_url: string;
  addTags: string;
  removeTags: string;
  unset: string;
  readers: string;
};

export const noDetails: Details = {
  document_type: '',
  category: '',
  target_audience: '',
  authority: '',
  freshness: '',
  source_url: '',
  addTags: '',
  removeTags: '',
  unset: '',
  readers: '',
};

const list = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** "0.7" is a number, "official" a word. */
const authority = (text: string): string | number =>
  Number.isFinite(Number(text)) ? Number(text) : text;

/** The change that the filled fields mean; null: none does. */
export const bodyOf = (details: Details): DocumentChangeBody | null => {
  const texts = (['document_type', 'category', 'freshness', 'source_url'] as const).flatMap(
    (name) => (details[name].trim() === '' ? [] : [[name, details[name].trim()] as const]),
  );
  const audience = list(details.target_audience);
  const set = {
    ...Object.fromEntries(texts),
    ...(audience.length > 0 && { target_audience: audience }),
    ...(details.authority.trim() !== '' && { authority: authority(details.authority.trim()) }),
  };
  const lists = (['addTags', 'removeTags', 'unset', 'readers'] as const).flatMap((name) => {
    const values = list(details[name]);
    return values.length === 0 ? [] : [[name, values] as const];
  });
  const body = { ...(Object.keys(set).length > 0 && { set }), ...Object.fromEntries(lists) };
  return Object.keys(body).length === 0 ? null : body;
};
