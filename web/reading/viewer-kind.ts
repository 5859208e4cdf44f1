export type ViewerKind = 'pages' | 'slides' | 'sheets' | 'mail' | 'picture' | 'text';

const kinds: Record<string, ViewerKind> = {
  'application/pdf': 'pages',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'slides',
  'application/vnd.oasis.opendocument.presentation': 'slides',
  'application/vnd.ms-powerpoint': 'slides',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'sheets',
  'application/vnd.oasis.opendocument.spreadsheet': 'sheets',
  'application/vnd.ms-excel': 'sheets',
  'text/csv': 'sheets',
  'message/rfc822': 'mail',
  'application/vnd.ms-outlook': 'mail',
};
/** Those that browsers draw; the server gives no others as pictures. */
const picture = /^image\/(?:png|jpeg|gif|webp|bmp)$/;

type Version = { mediaType: string; current: boolean };

/**
 * What a version is shown with. Pages and pictures are drawn from the original, which is the newest one: of an older
 * version there is only the text.
 */
export const viewerKind = ({ mediaType, current }: Version): ViewerKind => {
  const kind = picture.test(mediaType) ? 'picture' : (kinds[mediaType] ?? 'text');
  return (kind === 'pages' || kind === 'picture') && !current ? 'text' : kind;
};
