import type { MessageView } from '../../src/contracts/conversation.ts';

export const textOf = ({ parts }: MessageView): string =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

export const filesOf = ({ parts }: MessageView): { documentId: string; name: string }[] =>
  parts.flatMap((part) =>
    part.type === 'file' ? [{ documentId: part.documentId, name: part.name }] : [],
  );
