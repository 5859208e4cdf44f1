import type { DocumentSource } from './document.ts';

/**
 * Documents wait in lanes that take turns: one for every base and folder, or base and uploader. A lane's name is
 * the base's id, a space, and which it is.
 */
export const laneOf = (baseId: string, source: DocumentSource, uploader = ''): string =>
  `${baseId} ${source.kind === 'folder' ? `folder:${source.folder}` : `upload:${uploader}`}`;

/** What a lane stands for; a lane of no documents has no base. */
export const partsOfLane = (
  lane: string,
): { baseId: string; folder: string | null; uploader: string | null } => {
  const space = lane.indexOf(' ');
  const which = lane.slice(space + 1);
  const after = which.slice(which.indexOf(':') + 1);
  const isFolder = which.startsWith('folder:');
  return {
    baseId: lane.slice(0, Math.max(space, 0)),
    folder: isFolder ? after : null,
    uploader: isFolder ? null : after,
  };
};

/** All lanes of documents, those of a base, or one: for pausing. */
export const lanesWithin = (scope: { baseId?: string; lane?: string } = {}): string =>
  scope.lane ?? (scope.baseId === undefined ? '' : `${scope.baseId} `);

/** Whether `lane` is among `lanes`, as `lanesWithin` names them. */
export const isWithin = (lane: string, lanes: string): boolean => {
  if (lane === '') return false;
  const isBase = lanes.indexOf(' ') === lanes.length - 1; // of '' too: -1
  return lane === lanes || (isBase && lane.startsWith(lanes));
};
