import type { ComponentProps } from 'react';

type Props = ComponentProps<'section'> & { 'aria-label': string };

/** A part of the page that scrolls by itself: it has a name, and the keyboard reaches it. */
export const ScrollRegion = ({ className = '', ...rest }: Props) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it the arrow keys cannot scroll here
  <section tabIndex={0} className={`outline-offset-[-2px] ${className}`} {...rest} />
);
