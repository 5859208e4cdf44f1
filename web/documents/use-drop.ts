import { useLayoutEffect, useState } from 'react';
import { useLatest } from '../parts/use-latest.ts';
import { droppedFiles, type NamedFile } from './dropped-files.ts';

const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/** Files and folders dropped anywhere on the page; true while they hover over it. */
export const useDrop = (onFiles: (files: NamedFile[]) => void): boolean => {
  const [hovering, setHovering] = useState(false);
  const latest = useLatest(onFiles);
  useLayoutEffect(() => {
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const drop = (event: DragEvent): void => {
      if (!event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      void droppedFiles(event.dataTransfer).then((files) => latest.current(files));
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [latest]);
  return hovering;
};
