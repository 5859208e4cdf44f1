import { useState } from 'react';
import { urlOf } from '../api/request.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Loading } from '../parts/states.tsx';
import { Hint } from './hint.tsx';
import { PlaceBoxes } from './place-boxes.tsx';
import { TextReader } from './text-reader.tsx';
import { useMarkedPlaces } from './use-marked-places.ts';
import type { ViewerProps } from './viewer.tsx';

/** A picture with the words that were read in it; places are measured in its own points. */
const PictureViewer = (props: ViewerProps) => {
  const { version, narrow } = props;
  const { boxes, missing } = useMarkedPlaces(version.versionId);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [failed, setFailed] = useState(false);
  if (failed) return <TextReader {...props} />;
  return (
    <ScrollRegion aria-label="Picture" className="min-h-0 flex-1 overflow-y-auto">
      {missing ? (
        <Hint>The exact words could not be found here, so nothing is highlighted.</Hint>
      ) : null}
      <div className={narrow ? 'px-5 pb-10' : 'mx-auto max-w-4xl px-5 pb-16'}>
        {size ? null : <Loading label="Opening the picture" />}
        <div className="relative">
          <img
            src={urlOf(`/documents/${version.documentId}/original`)}
            alt="The document as it was scanned. Its words can be shown as text."
            className="h-auto w-full rounded-md bg-white ring-1 ring-border"
            onError={() => setFailed(true)}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setSize({ width: naturalWidth, height: naturalHeight })
            }
          />
          {size ? <PlaceBoxes boxes={boxes} {...size} /> : null}
        </div>
      </div>
    </ScrollRegion>
  );
};

export default PictureViewer;
