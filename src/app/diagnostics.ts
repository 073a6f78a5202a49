// What was found wrong on the way, for the report: the workspace, folders that may not be read, missing packages with the
// command that brings them, packages that import one another, syntax errors in files that the answer rests on.

import type { Diagnostic } from '#base/diagnostic.js';
import { by, compareStrings } from '#base/order.js';
import { stronglyConnectedComponents } from '#base/scc.js';
import type { PackageRef } from '#go/workspace/package.js';
import type { ReportDiagnostic } from '#report/report.js';
import type { OpenProgram } from './open-program.js';

/** Diagnostics that a report lists; a broken tree has thousands. */
const listLimit = 100;

/** `more` are those of the command itself. */
export function reportDiagnostics(
  open: OpenProgram,
  files: ReadonlySet<string>,
  more: readonly Diagnostic[] = [],
): ReportDiagnostic[] {
  const toReport = (diagnostic: Diagnostic): ReportDiagnostic => inReport(diagnostic, open);
  const list: ReportDiagnostic[] = [...more, ...open.workspace.diagnostics].map(toReport);
  for (const path of open.workspace.unreadableFolders())
    list.push(toReport({ code: 'folder-unreadable', message: 'The folder may not be read; it is left out.', path }));
  for (const missing of [...open.program.missing.values()].sort(by(({ path }) => path))) {
    const command = missing.command === undefined ? '' : ` Bring it with: ${missing.command}`;
    list.push({ code: 'package-missing', message: `${missing.reason}${command}` });
  }
  for (const cycle of importCycles(open)) {
    const message = `The packages ${cycle.join(', ')} import one another, which the go command refuses; they are read as they are.`;
    list.push({ code: 'import-cycle', message });
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

/** Packages that were read and import one another, by path. The standard library has none. */
function importCycles({ program, workspace }: OpenProgram): string[][] {
  const refs = program.loadedPackages.filter((ref) => !ref.isStd).sort(by(({ path }) => path));
  const byPath = new Map(refs.map((ref) => [ref.path, ref]));
  const imported = (ref: PackageRef): PackageRef[] =>
    ref.imports.flatMap((written) => byPath.get(workspace.resolveImport(written, ref).path) ?? []);
  return stronglyConnectedComponents(refs, imported)
    .filter((component) => component.length > 1 || component.some((ref) => imported(ref).includes(ref)))
    .map((component) => component.map(({ path }) => path).sort(compareStrings));
}

function inReport({ code, message, position, path }: Diagnostic, { workspace }: OpenProgram): ReportDiagnostic {
  if (position !== undefined)
    return { code, message, at: { file: position.file, line: position.line, column: position.column } };
  return { code, message: path === undefined ? message : `${workspace.displayName(path)}: ${message}` };
}
