import { Suspense } from 'react';
import { lazily } from '../parts/lazily.ts';
import { Loading } from '../parts/states.tsx';
import { TextReader } from './text-reader.tsx';
import type { Range } from './text-blocks.ts';
import { viewerKind } from './viewer-kind.ts';

const PageViewer = lazily(() => import('./page-viewer.tsx'));
const SlideViewer = lazily(() => import('./slide-viewer.tsx'));
const SheetViewer = lazily(() => import('./sheet-viewer.tsx'));
const MailViewer = lazily(() => import('./mail-viewer.tsx'));
const PictureViewer = lazily(() => import('./picture-viewer.tsx'));

export type ShownVersion = {
  documentId: string;
  versionId: string;
  mediaType: string;
  language: string | null;
  current: boolean;
};
/** Where to look: a place of the text, and its page where that is known. */
export type Focus = Range & { page: number | null };
export type ViewerProps = {
  version: ShownVersion;
  focus: Focus | null;
  /** Beside an answer there is less room than on a page of its own. */
  narrow: boolean;
};

/** A version shown as what it is; whatever cannot be drawn is shown as its text. */
export const Viewer = (props: ViewerProps & { asText: boolean }) => {
  const { version, asText } = props;
  const kind = asText ? 'text' : viewerKind(version);
  if (kind === 'text') return <TextReader {...props} />;
  const Shown = {
    pages: PageViewer,
    slides: SlideViewer,
    sheets: SheetViewer,
    mail: MailViewer,
    picture: PictureViewer,
  }[kind];
  return (
    <Suspense fallback={<Loading label="Opening the document" />}>
      <Shown {...props} />
    </Suspense>
  );
};
