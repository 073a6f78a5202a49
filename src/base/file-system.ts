// The only way in which analyses see a disk. `cli` makes the real one; tests make one from a txtar archive.

export type FileKind = 'file' | 'directory' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  /** Symbolic links are followed for their kind; a broken one is `other`. */
  readonly kind: FileKind;
}

/** Why a file cannot be had. */
export type FileProblem = 'not-found' | 'no-permission' | 'not-a-file' | 'too-large' | 'unreadable';

export interface FileSystem {
  /** The file's bytes, or why not. Never throws. */
  readFile(path: string): Uint8Array | FileProblem;
  /** The entries of a directory in code-unit order of their names, or why not. Never throws. */
  readDirectory(path: string): readonly DirectoryEntry[] | FileProblem;
  /** What is at `path`, symbolic links followed. */
  kindOf(path: string): FileKind | undefined;
  /** The path with symbolic links resolved, or undefined if there is nothing (a loop counts as nothing). */
  realPath(path: string): string | undefined;
}
