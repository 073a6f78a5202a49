// The way of a value in words: each step a fragment of a sentence, and the whole as one reason for a call.

import type { Say } from '#language/say.js';
import type { EvidenceStep } from '#program/evidence.js';
import type { CallSite, Evidence, FunctionInfo, GraphEdge } from '#program/graph.js';
import type { FlowStep } from '#report/report.js';
import type { Places } from './places.js';
import { type Naming, shortName, shortType, withoutPath } from './short-names.js';

/** The steps of a value's way; repeated places once. */
export function flowSteps(evidence: Evidence, places: Places, naming: Naming): FlowStep[] {
  const steps: FlowStep[] = [];
  for (const step of evidence.steps) {
    const at = places.codeLine(step.pos);
    const text = stepText(step, evidence, naming, places.say);
    const previous = steps.at(-1);
    if (
      previous !== undefined &&
      previous.text === text &&
      previous.at?.file === at?.file &&
      previous.at?.line === at?.line
    )
      continue;
    steps.push({ step: step.kind, text, ...(at === undefined ? {} : { at }) });
  }
  return steps;
}

function stepText(step: EvidenceStep, evidence: Evidence, naming: Naming, say: Say): string {
  const name = say.known(nameOf(step.name, naming));
  const or = (text: string, otherwise: string): string => (name === '' ? otherwise : text);
  switch (step.kind) {
    case 'allocation':
      return or(say`${name} is made`, say`made`);
    case 'function':
      return functionText(step.name, evidence.value, naming, say);
    case 'conversion':
      return or(say`converted to ${name}`, say`converted`);
    case 'assignment':
      return or(say`assigned to ${name}`, say`assigned`);
    case 'argument':
      return or(say`passed as ${name}`, say`passed as an argument`);
    case 'receiver':
      return or(say`the receiver ${name}`, say`the receiver`);
    case 'return':
      return or(say`returned by ${name}`, say`returned`);
    case 'field':
      return isStore(step) ? say`stored in field ${name}` : say`read from field ${name}`;
    case 'element':
      return or(say`an element of ${name}`, say`kept as an element`);
    case 'channel':
      return or(say`sent over ${name}`, say`received from a channel`);
    case 'capture':
      return or(say`captured as ${name}`, say`captured`);
    case 'embedding':
      return or(say`embedded as ${name}`, say`embedded`);
    case 'range':
      return or(say`${name} ranges over it`, say`ranged over`);
    case 'assertion':
      return or(say`asserted to be ${name}`, say`asserted`);
    case 'copy':
      return or(say`copied with ${name}`, say`copied`);
    case 'assumption':
      return or(say`assumed to be ${name}`, say`assumed`);
    case 'call':
      return or(say`called as ${name}`, say`called`);
  }
}

function functionText(name: string, value: string, naming: Naming, say: Say): string {
  if (/\$\d+$/.test(value)) return say`the function literal`;
  const short = say.known(nameOf(name, naming));
  return short === '' ? say`the function` : say`the function ${short}`;
}

/** Stores name the struct too: `conn of BidiStreamForClient`. */
function isStore(step: EvidenceStep): boolean {
  return step.name.includes(' of ');
}

/** A go/ssa name or a type, short. */
function nameOf(name: string, naming: Naming): string {
  if (name.includes('/') || name.startsWith('(')) return shortName({ name, packagePath: packageOf(name) }, naming);
  return shortType(name, naming);
}

/** The package path in a go/ssa name: `(*pkg/path.T).M`. */
function packageOf(name: string): string {
  const start = name.startsWith('(*') ? 2 : name.startsWith('(') ? 1 : 0;
  const slash = name.lastIndexOf('/');
  const dot = name.indexOf('.', Math.max(slash, start));
  return dot === -1 ? '' : name.slice(start, dot);
}

/**
 * One sentence: why this callee. `others` are edges from the same site to the same function, for further values.
 */
export function reasonText(edge: GraphEdge, others: readonly GraphEdge[], places: Places, naming: Naming): string {
  const { site } = edge;
  const { say } = places;
  const callee = edge.callee.function;
  if (site.mode === 'static') return staticReason(site, callee, say);
  const evidence = edge.evidence();
  const subject = subjectOf(site, places);
  const values = [...new Set([evidence.value, ...others.map((other) => other.evidence().value)])].filter(
    (value) => value !== '',
  );
  if (site.mode === 'func')
    return say`${subject} is ${functionValue(callee, evidence, naming, say)}${storyOf(evidence, places, naming)}`;
  const [first = '', ...more] = values.map((value) => shortType(value, naming));
  if (first === '') return say`${subject} may hold a value with this method`;
  const some = more.slice(0, maxValues - 1);
  const rest =
    more.length === 0
      ? ''
      : more.length > some.length
        ? say`, ${some.join(say`, `)} or one of ${more.length - some.length} more types with this method`
        : say`${some
            .slice(0, -1)
            .map((value) => say`, ${value}`)
            .join('')} or ${some.at(-1) ?? ''}`;
  return say`${subject} holds ${first}${rest}${storyOf(evidence, places, naming)}`;
}

function staticReason(site: CallSite, callee: FunctionInfo, say: Say): string {
  const kind = site.kind === 'go' ? 'concurrent ' : site.kind === 'defer' ? 'deferred ' : '';
  return say.known(`${kind}static ${callee.name.startsWith('(') ? 'method ' : ''}call`);
}

function functionValue(callee: FunctionInfo, evidence: Evidence, naming: Naming, say: Say): string {
  if (evidence.value.startsWith('method value '))
    return say`the method value ${evidence.value.slice('method value '.length)}`;
  if (/\$\d+$/.test(callee.name)) return say`the ${say.known(shortName(callee, naming))}`;
  return say`the function ${withoutPath(callee.name, callee.packagePath, naming)}`;
}

/** What is called, without arguments; for a method the operand before it. */
function subjectOf(site: CallSite, places: Places): string {
  const text = places.text(site.pos, site.lparen);
  if (site.mode !== 'invoke')
    return text === '' || text.length > maxSubject || text.startsWith('func') ? places.say`the called value` : text;
  const dot = text.lastIndexOf('.');
  const operand = dot === -1 ? '' : text.slice(0, dot).trim();
  return operand === '' || operand.length > maxSubject ? places.say`the operand` : operand;
}

const maxSubject = 48;
/** Dynamic types of one operand that a reason names. */
const maxValues = 4;

/** `, made at client.go:167 and stored in field conn of T at client.go:170`. */
function storyOf(evidence: Evidence, places: Places, naming: Naming): string {
  const { steps } = evidence;
  const { say } = places;
  const first = steps[0];
  if (first === undefined) return '';
  const parts: string[] = [];
  /** Of a literal only its place is said. */
  let isPlain = false;
  const origin = places.inText(first.pos);
  if (origin !== '') {
    const isLiteral = first.kind === 'function' && /\$\d+$/.test(evidence.value);
    isPlain = isLiteral;
    parts.push(
      isLiteral
        ? say`at ${origin}`
        : first.kind === 'function'
          ? say`taken at ${origin}`
          : first.kind === 'assumption'
            ? say`assumed at ${origin}`
            : say`made at ${origin}`,
    );
  }
  const last = [...steps].reverse().find((step) => step !== first && isOfNote(step));
  if (last !== undefined) {
    const place = places.inText(last.pos);
    const text = stepText(last, evidence, naming, say);
    parts.push(place === '' || place === origin ? text : say`${text} at ${place}`);
  }
  const [one, two] = parts;
  if (one === undefined) return '';
  if (two === undefined) return isPlain ? say` ${one}` : say`, ${one}`;
  return isPlain ? say` ${one} and ${two}` : say`, ${one} and ${two}`;
}

function isOfNote(step: EvidenceStep): boolean {
  return (
    (step.kind === 'field' && isStore(step)) ||
    step.kind === 'argument' ||
    step.kind === 'return' ||
    step.kind === 'channel'
  );
}
