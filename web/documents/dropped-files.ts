/** A file with the folders it was dropped in, as people know it. */
export type NamedFile = { file: File; name: string };

const readEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function* walk(entry: FileSystemEntry): AsyncGenerator<NamedFile> {
  if (isFile(entry)) {
    yield { file: await fileOf(entry), name: entry.fullPath.replace(/^\//, '') };
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    // A reader gives at most a hundred entries at a time.
    for (let some = await readEntries(reader); some.length > 0; some = await readEntries(reader)) {
      for (const inner of some) yield* walk(inner);
    }
  }
}

/** All files of a drop, those inside folders too. What was dropped has to be taken before anything is awaited. */
export const droppedFiles = async (transfer: DataTransfer): Promise<NamedFile[]> => {
  const dropped = [...transfer.items].map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(), // what comes from another program is no entry of a file system
  }));
  const files: NamedFile[] = [];
  for (const { entry, file } of dropped) {
    if (entry) for await (const inner of walk(entry)) files.push(inner);
    else if (file) files.push({ file, name: file.name });
  }
  return files;
};

export const pickedFiles = (list: FileList | null): NamedFile[] =>
  [...(list ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
