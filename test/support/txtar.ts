// The txtar format: a comment, then files, each under a line `-- name --` (golang.org/x/tools/txtar).

export interface TxtarFile {
  readonly name: string;
  readonly text: string;
}

export interface Txtar {
  /** What stands before the first file. */
  readonly comment: string;
  readonly files: readonly TxtarFile[];
}

/** Reads an archive. */
export function parseTxtar(text: string): Txtar {
  const files: TxtarFile[] = [];
  let name: string | undefined;
  let comment = '';
  let lines: string[] = [];
  const flush = (): void => {
    const body = lines.length === 0 ? '' : `${lines.join('\n')}\n`;
    if (name === undefined) comment = body;
    else files.push({ name, text: body });
    lines = [];
  };
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  for (const line of all) {
    const marker = /^-- (.+) --\r?$/.exec(line);
    if (marker === null) {
      lines.push(line);
      continue;
    }
    flush();
    name = marker[1]?.trim() ?? '';
  }
  flush();
  return { comment, files };
}

/** Writes an archive; the reverse of `parseTxtar`. */
export function formatTxtar({ comment, files }: Txtar): string {
  return (
    comment +
    files.map(({ name, text }) => `-- ${name} --\n${text === '' || text.endsWith('\n') ? text : `${text}\n`}`).join('')
  );
}

/** The files of an archive by path, below `root`. */
export function txtarFiles(text: string, root = '/src'): Record<string, string> {
  return Object.fromEntries(parseTxtar(text).files.map((file) => [`${root}/${file.name}`, file.text]));
}
