import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Loading } from '../parts/states.tsx';
import { Hint } from './hint.tsx';
import PdfReader from './pdf-reader.tsx';
import { TextReader } from './text-reader.tsx';
import { useMarkedPlaces } from './use-marked-places.ts';
import type { ViewerProps } from './viewer.tsx';

/** The pages of a PDF, as they were printed. */
const PageViewer = (props: ViewerProps) => {
  const { version, focus, narrow } = props;
  const { boxes, isLoading, missing } = useMarkedPlaces(version.versionId);
  if (isLoading && boxes.length === 0) return <Loading label="Opening the document" />;
  const page = boxes[0]?.page ?? focus?.page ?? 1;
  return (
    <PdfReader
      documentId={version.documentId}
      page={page}
      focus={focus}
      boxes={boxes}
      fallback={<TextReader {...props} />}
    >
      {(pages) => (
        <ScrollRegion aria-label="Pages" className="min-h-0 flex-1 overflow-y-auto">
          {missing ? (
            <Hint>The exact words could not be found here, so nothing is highlighted.</Hint>
          ) : null}
          <div className={narrow ? '' : 'mx-auto max-w-4xl'}>{pages}</div>
        </ScrollRegion>
      )}
    </PdfReader>
  );
};

export default PageViewer;
