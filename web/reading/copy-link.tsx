import { Check, Link2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../parts/copy.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { urlOfLink, type Link } from './deep-link.ts';

const SHOWN_FOR = 2000;

/** Copies an address that leads to these words, also when the document has changed. */
export const CopyLink = ({ link }: { link: Link }) => {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(setCopied, SHOWN_FOR, false);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      label={copied ? 'The link is copied' : 'Copy a link to these words'}
      onClick={() => void copyText(urlOfLink(link)).then(() => setCopied(true))}
    >
      {copied ? <Check size={16} aria-hidden /> : <Link2 size={16} aria-hidden />}
    </IconButton>
  );
};
