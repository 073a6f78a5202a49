// What `check` says of the packages that a writeup is about: with the project's own models, and without what a comment
// hides.

import { findingOf } from '#explain/finding-text.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Naming } from '#explain/short-names.js';
import type { Stated } from '#explain/stated.js';
import { Analysis } from '#go/obligations/analysis.js';
import { checkPackage } from '#go/obligations/check-package.js';
import { modelsOf } from './check.js';
import type { OpenProgram } from './open-program.js';
import type { OwnModels } from './request.js';
import { readSuppressions } from './suppressions.js';

/** As the names of the writeup: the package's path is its name, or nothing where the writeup is about it. */
function shortened(message: string, path: string, naming: Naming): string {
  return message.replaceAll(`${path}.`, path === naming.home ? '' : `${naming.packageName(path)}.`);
}

/** One statement for each finding, with its path and where the release belongs. */
export function packageFindings(
  paths: Iterable<string>,
  open: OpenProgram,
  own: OwnModels | undefined,
  parts: ReportParts,
): Stated[] {
  const models = modelsOf(own);
  const analysis = new Analysis(open.checker, models);
  return [...paths].sort().flatMap((path) => {
    const pkg = open.checker.package(path);
    const suppressions = readSuppressions(pkg.files);
    return checkPackage(analysis, pkg)
      .map((observation) => findingOf(observation, { places: parts.places, resources: models.resources }))
      .filter((finding) => !suppressions.hides(finding))
      .map(({ rule, verdict, message, at, path: steps, remedy, function: of }) => ({
        kind: 'finding' as const,
        verdict,
        rule,
        about: of,
        text: shortened(message, path, parts.naming),
        at: [at, ...steps.map((step) => step.at), remedy.at],
      }));
  });
}
