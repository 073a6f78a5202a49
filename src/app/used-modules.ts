// The modules that a report's files lie in, the main ones first.

import type { Workspace } from '#go/workspace/workspace.js';
import type { ModuleRecord } from '#report/report.js';

export function moduleRecords(workspace: Workspace, files: ReadonlySet<string>): ModuleRecord[] {
  const records: ModuleRecord[] = workspace.mainModules.map(({ path }) => ({ path, main: true }));
  for (const { path, version, isMain, replacedBy } of workspace.modules()) {
    if (isMain) continue;
    const prefix =
      replacedBy === undefined
        ? `${path}@${version ?? ''}/`
        : replacedBy.version === undefined
          ? `${path}/`
          : `${replacedBy.path}@${replacedBy.version}/`;
    if ([...files].some((file) => file.startsWith(prefix)))
      records.push({ path, ...(version === undefined ? {} : { version }) });
  }
  return records;
}
