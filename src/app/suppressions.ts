// Comments by which a person says that a finding is meant to be: `//loose-ends:ignore RULE REASON` on the line of the
// finding or of the missing release, or on the line before. Without a reason it hides nothing, and that is told.

import type { Diagnostic } from '#base/diagnostic.js';
import { rules } from '#custody/rules.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import type { Finding } from '#report/findings.js';

const comment = /\/\/\s*loose-ends:ignore\b[ \t]*(\S*)[ \t]*(.*)$/gm;
const known: ReadonlySet<string> = new Set(rules.map(({ id }) => id));

export interface Suppressions {
  readonly diagnostics: readonly Diagnostic[];
  hides(finding: Pick<Finding, 'rule' | 'at' | 'remedy'>): boolean;
}

export function readSuppressions(files: readonly SourceFile[]): Suppressions {
  const places = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const { text } of files) {
    const source = text.slice(0, text.bytes.length);
    if (!source.includes('loose-ends:ignore')) continue;
    for (const match of source.matchAll(comment)) {
      const [, rule = '', reason = ''] = match;
      const position = text.positionAt(new TextEncoder().encode(source.slice(0, match.index)).length);
      if (!known.has(rule)) {
        const message =
          rule === ''
            ? 'The comment names no rule and hides nothing.'
            : `There is no rule ${rule}; the comment hides nothing.`;
        diagnostics.push({ code: 'ignore-malformed', message, position });
      } else if (reason.trim() === '') {
        const message = `The comment gives no reason and hides nothing: //loose-ends:ignore ${rule} REASON.`;
        diagnostics.push({ code: 'ignore-malformed', message, position });
      } else places.add(`${position.file}:${position.line} ${rule}`);
    }
  }
  return {
    diagnostics,
    hides: ({ rule, at, remedy }) =>
      [at, remedy.at].some(
        ({ file, line }) => places.has(`${file}:${line} ${rule}`) || places.has(`${file}:${line - 1} ${rule}`),
      ),
  };
}
