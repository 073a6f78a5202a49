// What `check` says of the packages that a writeup is about: with the project's own models, and without what a comment
// hides.

import { conjunction } from '#base/condition-text.js';
import { findingOf, keptText } from '#explain/finding-text.js';
import { negation } from '#explain/guard-text.js';
import type { ReportParts } from '#explain/report-parts.js';
import type { Naming } from '#explain/short-names.js';
import { joined, type Stated } from '#explain/stated.js';
import { Analysis } from '#go/obligations/analysis.js';
import { checkPackage } from '#go/obligations/check-package.js';
import type { Say } from '#language/say.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { Observation } from '#program/lifecycle.js';
import type { CodeLine } from '#report/report.js';
import { modelsOf } from './check.js';
import type { OpenProgram } from './open-program.js';
import type { OwnModels } from './request.js';
import { readSuppressions } from './suppressions.js';

/** As the names of the writeup: the package's path is its name, or nothing where the writeup is about it. */
function shortened(message: string, path: string, naming: Naming): string {
  return message.replaceAll(`${path}.`, path === naming.home ? '' : `${naming.packageName(path)}.`);
}

/** What a writeup goes through: every function that its calls reach, and the types that these are methods of. */
class Reached {
  readonly #functions = new Set<string>();
  readonly #types = new Set<string>();

  constructor(functions: Iterable<FunctionInfo>) {
    for (const info of functions) {
      this.#functions.add(outermost(info.name));
      const type = receiverType(info);
      if (type !== undefined) this.#types.add(type);
    }
  }

  /** Other methods of the same type count: what one of them leaves open, the type holds. So does what makes the type. */
  holds(observation: Observation, name: string): boolean {
    const { packagePath } = 'acquisition' in observation ? observation.acquisition : observation;
    const type = receiverType({ name: outermost(name) });
    return (
      this.#functions.has(outermost(name)) ||
      (type !== undefined && this.#types.has(type)) ||
      (observation.kind === 'field' && this.#types.has(`${packagePath}.${observation.owner}`))
    );
  }
}

/** The declared function that a literal stands in: `p.F` of `p.F$1$2`. */
function outermost(name: string): string {
  return name.replace(/(\$\d+)+$/, '');
}

/** One statement for each finding in what `reached` goes through, with its path and where the release belongs. */
export function packageFindings(
  paths: Iterable<string>,
  reached: Iterable<FunctionInfo>,
  open: OpenProgram,
  own: OwnModels | undefined,
  parts: ReportParts,
): Stated[] {
  const about = new Reached(reached);
  const models = modelsOf(own);
  const analysis = new Analysis(open.checker, models);
  return [...paths].sort().flatMap((path) => {
    const pkg = open.checker.package(path);
    const suppressions = readSuppressions(pkg.files);
    const found = checkPackage(analysis, pkg)
      .map((observation) => ({
        isAbout: (name: string) => about.holds(observation, name),
        ...findingOf(observation, { places: parts.places, resources: models.resources }),
        // A finding about a field or a type names it, and where its release would belong.
        isWithin: observation.kind === 'path' || observation.kind === 'wait',
        // That something is read piece by piece elsewhere says why it is a stream; the statement does not rest on it.
        sign:
          observation.kind === 'wait' && observation.shape === 'drain-before-release'
            ? observation.origin?.pos
            : undefined,
        conditions: conditionsOf(observation, parts),
        keeps: observation.kind === 'type' ? keptText(observation, parts.say, models.resources) : undefined,
      }))
      .filter((finding) => finding.isAbout(finding.function) && !suppressions.hides(finding))
      .map(({ rule, verdict, message, at, path: all, remedy, function: of, isWithin, sign, keeps, conditions }) => {
        const place = sign === undefined ? undefined : parts.places.location(sign);
        const steps = all.filter((step) => step.at.file !== place?.file || step.at.line !== place.line);
        const text =
          shortened(message, path, parts.naming) +
          (conditions === '' ? '' : parts.say` This is so where ${conditions}.`);
        return {
          kind: 'finding' as const,
          verdict,
          rule,
          about: of,
          text: isWithin ? parts.say`In ${shortened(of, path, parts.naming)}: ${afterColon(text)}` : text,
          at: [at, ...steps.map((step) => step.at), remedy.at],
          message: isWithin ? text : undefined,
          ...(keeps === undefined ? {} : { keeps: shortened(keeps, path, parts.naming) }),
        };
      });
    return asOne(found, parts.say);
  });
}

/** Conditions that are told; the last decide. */
const conditionLimit = 3;

/** Under which conditions one way out leaves something open. */
function conditionsOf(observation: Observation, { places }: ReportParts): string {
  if (observation.kind !== 'path' || observation.ending !== 'exit' || observation.others.length > 0) return '';
  if (!observation.isReleasedSomewhere) return '';
  const texts = observation.path.flatMap((step) => {
    if (step.kind !== 'condition') return [];
    const text = places.text(step.pos, step.end);
    return [step.isTaken === false ? negation(text) : text];
  });
  return conjunction(texts.slice(-conditionLimit));
}

/** A sentence that goes on after a colon does not begin with a capital, unless a name does. */
function afterColon(text: string): string {
  return text.replace(/^(The|An?|No|Nothing|What|When|If|It|Its|This|Each|One|Only|Whoever)\b/, (word) =>
    word.toLowerCase(),
  );
}

interface Found extends Stated {
  readonly at: readonly CodeLine[];
  /** What stands after the function's name, where that is named. */
  readonly message: string | undefined;
}

/** Findings of one function that have a line in common are one statement. */
function asOne(found: readonly Found[], say: Say): Stated[] {
  const told: Found[] = [];
  for (const one of found) {
    const before = told.findIndex(
      ({ about, message, at }) =>
        message !== undefined &&
        one.message !== undefined &&
        about === one.about &&
        at.some(({ file, line }) => one.at.some((other) => other.file === file && other.line === line)),
    );
    const first = told[before];
    if (first === undefined) told.push(one);
    else
      told[before] = {
        ...first,
        // The same may be said of several places.
        text: [one.message ?? '', afterColon(one.message ?? '')].some((text) => first.text.endsWith(text))
          ? first.text
          : joined([first.text, one.message ?? ''], say),
        at: [...first.at, ...one.at],
        isWhole: true,
      };
  }
  return told.map(({ message: _, ...stated }) => stated);
}
