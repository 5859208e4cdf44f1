/** The last entry of a backup: what is in it, so that whoever restores it knows that all of it is there. */
export type BackupManifest = {
  format: 1;
  createdAt: number;
  files: { path: string; bytes: number; sha256: string }[];
};

export const MANIFEST_NAME = 'manifest.json';
