import type { ComponentProps } from 'react';

type Props = Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { label: string };

/** A button that shows an icon only; its name is read out and shown on hover. */
export const IconButton = ({ label, className = '', ...rest }: Props) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    className={`icon-button ${className}`}
    {...rest}
  />
);
