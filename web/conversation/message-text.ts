import type { MessageView } from '../../src/contracts/conversation.ts';

export const textOf = ({ parts }: MessageView): string =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

/** Images of a question are served by us, or still in this page; no other address is followed. */
export const imagesOf = ({ parts }: MessageView): { url: string; name: string }[] =>
  parts.flatMap((part) =>
    part.type === 'image' && /^(?:\/api\/|blob:)/.test(part.url)
      ? [{ url: part.url, name: part.name }]
      : [],
  );

export const filesOf = ({ parts }: MessageView): { documentId: string; name: string }[] =>
  parts.flatMap((part) =>
    part.type === 'file' ? [{ documentId: part.documentId, name: part.name }] : [],
  );
