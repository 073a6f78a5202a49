// What `check` says of the packages that a writeup is about.

import { findingOf } from '#explain/finding-text.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Stated } from '#explain/stated.js';
import { Analysis } from '#go/obligations/analysis.js';
import { checkPackage } from '#go/obligations/check-package.js';
import { modelsOf } from './check.js';
import type { OpenProgram } from './open-program.js';

/** One statement for each finding, with its path and where the release belongs. */
export function packageFindings(paths: Iterable<string>, open: OpenProgram, parts: ReportParts): Stated[] {
  const models = modelsOf(undefined);
  const analysis = new Analysis(open.checker, models);
  return [...paths].sort().flatMap((path) =>
    checkPackage(analysis, open.checker.package(path)).map((observation) => {
      const finding = findingOf(observation, { places: parts.places, resources: models.resources });
      return {
        kind: 'finding' as const,
        verdict: finding.verdict,
        text: finding.message,
        at: [finding.at, ...finding.path.map(({ at }) => at), finding.remedy.at],
      };
    }),
  );
}
