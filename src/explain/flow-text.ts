// The way of a value in words: each step a fragment of a sentence, and the whole as one reason for a call.

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
    const text = stepText(step, evidence, naming);
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

function stepText(step: EvidenceStep, evidence: Evidence, naming: Naming): string {
  const name = nameOf(step.name, naming);
  const or = (text: string, otherwise: string): string => (name === '' ? otherwise : text);
  switch (step.kind) {
    case 'allocation':
      return or(`${name} is made`, 'made');
    case 'function':
      return functionText(step.name, evidence.value, naming);
    case 'conversion':
      return or(`converted to ${name}`, 'converted');
    case 'assignment':
      return or(`assigned to ${name}`, 'assigned');
    case 'argument':
      return or(`passed as ${name}`, 'passed as an argument');
    case 'receiver':
      return or(`the receiver ${name}`, 'the receiver');
    case 'return':
      return or(`returned by ${name}`, 'returned');
    case 'field':
      return isStore(step) ? `stored in field ${name}` : `read from field ${name}`;
    case 'element':
      return or(`an element of ${name}`, 'kept as an element');
    case 'channel':
      return or(`sent over ${name}`, 'received from a channel');
    case 'capture':
      return or(`captured as ${name}`, 'captured');
    case 'embedding':
      return or(`embedded as ${name}`, 'embedded');
    case 'range':
      return or(`${name} ranges over it`, 'ranged over');
    case 'assertion':
      return or(`asserted to be ${name}`, 'asserted');
    case 'copy':
      return or(`copied with ${name}`, 'copied');
    case 'assumption':
      return or(`assumed to be ${name}`, 'assumed');
    case 'call':
      return or(`called as ${name}`, 'called');
  }
}

function functionText(name: string, value: string, naming: Naming): string {
  if (/\$\d+$/.test(value)) return 'the function literal';
  const short = nameOf(name, naming);
  return short === '' ? 'the function' : `the function ${short}`;
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
  const callee = edge.callee.function;
  if (site.mode === 'static') return staticReason(site, callee);
  const evidence = edge.evidence();
  const subject = subjectOf(site, places);
  const values = [...new Set([evidence.value, ...others.map((other) => other.evidence().value)])].filter(
    (value) => value !== '',
  );
  if (site.mode === 'func')
    return `${subject} is ${functionValue(callee, evidence, naming)}${storyOf(evidence, places, naming)}`;
  const [first = '', ...more] = values.map((value) => shortType(value, naming));
  if (first === '') return `${subject} may hold a value with this method`;
  const some = more.slice(0, maxValues - 1);
  const rest =
    more.length === 0
      ? ''
      : more.length > some.length
        ? `, ${some.join(', ')} or one of ${more.length - some.length} more types with this method`
        : `${some
            .slice(0, -1)
            .map((value) => `, ${value}`)
            .join('')} or ${some.at(-1) ?? ''}`;
  return `${subject} holds ${first}${rest}${storyOf(evidence, places, naming)}`;
}

function staticReason(site: CallSite, callee: FunctionInfo): string {
  const kind = site.kind === 'go' ? 'concurrent ' : site.kind === 'defer' ? 'deferred ' : '';
  return `${kind}static ${callee.name.startsWith('(') ? 'method ' : ''}call`;
}

function functionValue(callee: FunctionInfo, evidence: Evidence, naming: Naming): string {
  if (evidence.value.startsWith('method value '))
    return `the method value ${evidence.value.slice('method value '.length)}`;
  if (/\$\d+$/.test(callee.name)) return `the ${shortName(callee, naming)}`;
  return `the function ${withoutPath(callee.name, callee.packagePath, naming)}`;
}

/** What is called, without arguments; for a method the operand before it. */
function subjectOf(site: CallSite, places: Places): string {
  const text = places.text(site.pos, site.lparen);
  if (site.mode !== 'invoke')
    return text === '' || text.length > maxSubject || text.startsWith('func') ? 'the called value' : text;
  const dot = text.lastIndexOf('.');
  const operand = dot === -1 ? '' : text.slice(0, dot).trim();
  return operand === '' || operand.length > maxSubject ? 'the operand' : operand;
}

const maxSubject = 48;
/** Dynamic types of one operand that a reason names. */
const maxValues = 4;

/** `, made at client.go:167 and stored in field conn of T at client.go:170`. */
function storyOf(evidence: Evidence, places: Places, naming: Naming): string {
  const { steps } = evidence;
  const first = steps[0];
  if (first === undefined) return '';
  const parts: string[] = [];
  const origin = places.inText(first.pos);
  if (origin !== '') {
    const verb =
      first.kind === 'function'
        ? /\$\d+$/.test(evidence.value)
          ? ''
          : 'taken '
        : first.kind === 'assumption'
          ? 'assumed '
          : 'made ';
    parts.push(`${verb}at ${origin}`);
  }
  const last = [...steps].reverse().find((step) => step !== first && isOfNote(step));
  if (last !== undefined) {
    const place = places.inText(last.pos);
    parts.push(`${stepText(last, evidence, naming)}${place === '' || place === origin ? '' : ` at ${place}`}`);
  }
  const text = parts.join(' and ');
  return text === '' ? '' : parts[0]?.startsWith('at ') === true ? ` ${text}` : `, ${text}`;
}

function isOfNote(step: EvidenceStep): boolean {
  return (
    (step.kind === 'field' && isStore(step)) ||
    step.kind === 'argument' ||
    step.kind === 'return' ||
    step.kind === 'channel'
  );
}
