import { Suspense, type ComponentType, type ReactNode } from 'react';
import { Contained } from './contained.tsx';
import { lazily } from './lazily.ts';
import { notify } from './notice.tsx';

export const sayMissing = (): void =>
  notify('This part of the page could not be loaded. Load the page again.');

/** What stands there until the part does: the button that asks for it. */
type Until = { until?: ReactNode };

/** A part whose code is loaded when it is first shown: what opens over the page weighs nothing before. */
export const onDemand = <Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
) => {
  const Part = lazily(load);
  return (props: Props & Until) => (
    <Contained fallback={props.until} onFailure={sayMissing}>
      <Suspense fallback={props.until}>
        <Part {...props} />
      </Suspense>
    </Contained>
  );
};
