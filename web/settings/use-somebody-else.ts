import { useEffect, useState } from 'react';

/** Whether another person has signed in, here or in another tab: the page then begins anew, with nothing of the one before. */
export const useSomebodyElse = (id: string | undefined): boolean => {
  const [first, setFirst] = useState(id);
  if (first === undefined && id !== undefined) setFirst(id);
  const other = first !== undefined && id !== undefined && id !== first;
  useEffect(() => {
    if (other) location.assign('/');
  }, [other]);
  return other;
};
