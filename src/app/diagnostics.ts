// What was found wrong on the way, for the report: the workspace, missing packages with the command that brings them,
// syntax errors in files that the answer rests on.

import type { Diagnostic } from '#base/diagnostic.js';
import type { ReportDiagnostic } from '#report/report.js';
import type { OpenProgram } from './open-program.js';

/** Diagnostics that a report lists; a broken tree has thousands. */
const listLimit = 100;

export function reportDiagnostics(open: OpenProgram, files: ReadonlySet<string>): ReportDiagnostic[] {
  const list: ReportDiagnostic[] = open.workspace.diagnostics.map(toReport);
  for (const missing of [...open.program.missing.values()].sort((a, b) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
  )) {
    const command = missing.command === undefined ? '' : ` Bring it with: ${missing.command}`;
    list.push({ code: 'package-missing', message: `${missing.reason}${command}` });
  }
  for (const file of open.program.loadedFiles) {
    if (files.has(file.text.name)) for (const diagnostic of file.diagnostics) list.push(toReport(diagnostic));
  }
  const seen = new Set<string>();
  return list
    .filter(({ message, at }) => {
      const key = `${message} ${at?.file ?? ''} ${at?.line ?? 0}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, listLimit);
}

function toReport({ code, message, position }: Diagnostic): ReportDiagnostic {
  return position === undefined
    ? { code, message }
    : { code, message, at: { file: position.file, line: position.line, column: position.column } };
}
