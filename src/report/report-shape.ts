// The form of a report as data: which keys each record has, in the order in which they are written, and what they
// hold. The compiler proves that no key of the types in report.ts is missing or too many. A saved report is checked
// against it, JSON is written in its order, and the published JSON Schema is generated from it.

import type {
  Assumption,
  Chain,
  CodeLine,
  EdgeRecord,
  Fact,
  FlowStep,
  FoundPath,
  FunctionRecord,
  Guard,
  Hop,
  Lane,
  Language,
  LeftOutCall,
  LinkRule,
  Location,
  Meeting,
  ModuleRecord,
  PathAnswer,
  PrunedCandidate,
  Report,
  ReportDiagnostic,
  Section,
  SourceExcerpt,
  Stop,
} from './report.js';

export type Shape =
  | { readonly kind: 'string' | 'integer' | 'boolean' }
  | { readonly kind: 'constant'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'list'; readonly of: Shape }
  /** Any keys, each with a string. */
  | { readonly kind: 'strings' }
  | { readonly kind: 'either'; readonly of: readonly Shape[] }
  | RecordShape;

export interface RecordShape {
  readonly kind: 'record';
  /** Name of the definition in the schema; empty for a record that stands in one place only. */
  readonly name: string;
  readonly about: string;
  readonly fields: readonly Field[];
  readonly byKey: ReadonlyMap<string, Field>;
}

export interface Field {
  readonly key: string;
  readonly shape: Shape;
  readonly isOptional: boolean;
}

interface Optional {
  readonly optional: Shape;
}

/** A shape for each key of `T`, optional where `T` says so. */
type FieldsOf<T> = { readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional : Shape };

export const string: Shape = { kind: 'string' };
export const integer: Shape = { kind: 'integer' };
const boolean: Shape = { kind: 'boolean' };
export const list = (of: Shape): Shape => ({ kind: 'list', of });
export const optional = (shape: Shape): Optional => ({ optional: shape });
export const constant = <T extends string | number>(...values: readonly T[]): Shape => ({ kind: 'constant', values });

export function record<T>(name: string, about: string, shapes: FieldsOf<T>): RecordShape {
  const fields: Field[] = [];
  for (const [key, value] of Object.entries<Shape | Optional>(shapes)) {
    fields.push(
      'optional' in value ? { key, shape: value.optional, isOptional: true } : { key, shape: value, isOptional: false },
    );
  }
  return { kind: 'record', name, about, fields, byKey: new Map(fields.map((field) => [field.key, field])) };
}

const location = record<Location>('location', 'A place in a source file; lines and byte columns count from 1.', {
  file: string,
  line: integer,
  column: integer,
});

export const codeLine = record<CodeLine>('codeLine', 'A line of source, trimmed, with its place.', {
  file: string,
  line: integer,
  column: integer,
  code: string,
});

const moduleRecord = record<ModuleRecord>('module', 'A module of the build.', {
  path: string,
  version: optional(string),
  main: optional(boolean),
  folder: optional(string),
  unlinked: optional(
    constant<NonNullable<ModuleRecord['unlinked']>>(
      'no-checkout',
      'no-remote',
      'unpublished',
      'changed',
      'unknown-host',
      'unknown-repository',
      'unknown-folder',
    ),
  ),
});

const linkRule = record<LinkRule>(
  'linkRule',
  'How places in files with this prefix are linked to: {path} is the rest of the name, {line} the line.',
  {
    prefix: string,
    url: string,
  },
);

const functionRecord = record<FunctionRecord>('function', 'A function; name is as go/ssa prints it.', {
  id: integer,
  name: string,
  shortName: string,
  package: string,
  at: optional(location),
  endLine: optional(integer),
  code: optional(string),
  note: optional(string),
  isNoOp: optional(boolean),
});

const flowStep = record<FlowStep>('flowStep', 'One step of the way that brought a callee to its site.', {
  step: constant<FlowStep['step']>(
    'allocation',
    'function',
    'conversion',
    'assignment',
    'argument',
    'receiver',
    'return',
    'field',
    'element',
    'channel',
    'capture',
    'embedding',
    'range',
    'assertion',
    'copy',
    'assumption',
    'call',
  ),
  text: string,
  at: optional(codeLine),
});

const guard = record<Guard>('guard', 'A condition that a site stands under.', {
  text: string,
  at: codeLine,
  truth: optional(constant<'always' | 'never'>('always', 'never')),
  because: optional(string),
  where: optional(string),
  decides: optional(boolean),
});

const prunedCandidate = record<PrunedCandidate>(
  'prunedCandidate',
  'A callee that was considered and not kept, with the reason.',
  {
    name: string,
    reason: string,
    at: optional(codeLine),
  },
);

const stop = record<Stop>('stop', 'Why a trace ends somewhere.', {
  kind: constant<Stop['kind']>(
    'no-body',
    'no-source',
    'reflection',
    'external-caller',
    'cycle',
    'budget',
    'pruned',
    'unresolved',
    'cgo',
    'unsafe',
    'leaf',
  ),
  text: string,
  what: optional(string),
  why: optional(string),
  at: optional(codeLine),
});

const edgeRecord = record<EdgeRecord>('edge', 'A call, or control handed to another goroutine, with its reason.', {
  id: integer,
  caller: integer,
  callee: optional(integer),
  kind: constant<EdgeRecord['kind']>('call', 'go', 'defer', 'handoff'),
  mode: constant<EdgeRecord['mode']>('static', 'invoke', 'func'),
  handoff: optional(
    constant<NonNullable<EdgeRecord['handoff']>>(
      'channel close',
      'channel send',
      'cond',
      'pipe',
      'wait group',
      'context',
      'timer',
      'mutex',
      'other',
    ),
  ),
  site: codeLine,
  start: optional(location),
  lparen: optional(location),
  wait: optional(codeLine),
  meets: optional(
    list(
      record<Meeting>(
        'meeting',
        'Lanes on which a signal and a wait meet; none is a goroutine that the chain has not.',
        {
          from: optional(integer),
          to: optional(integer),
        },
      ),
    ),
  ),
  fromBefore: optional(boolean),
  reason: string,
  flow: list(flowStep),
  guards: list(guard),
  alternatives: list(integer),
  pruned: list(prunedCandidate),
  needs: optional(string),
  stop: optional(stop),
});

const lane = record<Lane>('lane', "A goroutine: the caller's, or one started on the way.", {
  id: integer,
  title: string,
  startedBy: optional(integer),
});

const hop = record<Hop>('hop', 'One line of a chain, as a tree in pre-order.', {
  id: integer,
  parent: optional(integer),
  function: optional(integer),
  edge: optional(integer),
  lane: integer,
  repeats: optional(integer),
  stop: optional(stop),
  folded: optional(
    record<NonNullable<Hop['folded']>>('', 'Calls below that are not shown.', { calls: integer, text: string }),
  ),
  via: optional(string),
});

const leftOutCall = record<LeftOutCall>('leftOutCall', 'A call between functions of a chain that is not drawn.', {
  caller: integer,
  callee: integer,
  kind: constant<EdgeRecord['kind']>('call', 'go', 'defer', 'handoff'),
  mode: constant<EdgeRecord['mode']>('static', 'invoke', 'func'),
  site: location,
  lparen: location,
  called: optional(string),
  when: optional(list(string)),
});

const chain = record<Chain>('chain', 'What one root runs, or who runs it.', {
  root: integer,
  lanes: list(lane),
  hops: list(hop),
  handoffs: list(integer),
  leftOut: optional(list(leftOutCall)),
});

const pathAnswer = record<PathAnswer>('pathAnswer', 'Paths to a function, or what was searched without finding one.', {
  to: string,
  sameGoroutine: boolean,
  found: boolean,
  text: string,
  paths: list(
    record<FoundPath>('', 'One path, as edges, and the last of them behind which nothing is asked any more.', {
      hops: list(integer),
      conditions: list(string),
      decidedBy: optional(integer),
    }),
  ),
  searched: record<PathAnswer['searched']>('', 'How much was searched.', { functions: integer, sites: integer }),
  unresolved: list(
    record<PathAnswer['unresolved'][number]>('', 'A site that could hide a path.', { site: codeLine, reason: string }),
  ),
});

const span: Shape = {
  kind: 'either',
  of: [
    string,
    record<{ readonly code: string }>('', 'Code or a name.', { code: string }),
    record<{ readonly text: string; readonly at: Location }>('', 'Text that links to a place.', {
      text: string,
      at: location,
    }),
  ],
};

const section = record<Section>('section', 'A block of the writeup.', {
  id: string,
  title: string,
  isLead: optional(boolean),
  resource: optional(string),
  paragraphs: list(list(span)),
  table: optional(
    record<NonNullable<Section['table']>>('', 'A table of spans.', {
      head: list(string),
      rows: list(list(list(span))),
    }),
  ),
});

const fact = record<Fact>('fact', 'One thing that the writeup states, with the lines that it rests on.', {
  id: string,
  kind: constant<Fact['kind']>(
    'reach',
    'wake',
    'wait',
    'no-op',
    'release',
    'uncalled',
    'remedy',
    'setting',
    'hidden',
    'holder',
    'pool',
    'caller',
    'finding',
    'limit',
  ),
  verdict: optional(constant<NonNullable<Fact['verdict']>>('leaked', 'held-by-policy', 'blocked', 'hidden')),
  rule: optional(string),
  resource: optional(string),
  section: optional(string),
  text: string,
  at: list(codeLine),
});

const assumption = record<Assumption>('assumption', 'What was assumed, and the option that changes it.', {
  text: string,
  at: optional(codeLine),
  change: optional(string),
});

const sourceExcerpt = record<SourceExcerpt>('sourceExcerpt', 'Lines of a source file, joined by line feeds.', {
  file: string,
  line: integer,
  text: string,
});

export const diagnostic = record<ReportDiagnostic>(
  'diagnostic',
  'What the code, or the place it lies in, has wrong with it.',
  {
    code: string,
    message: string,
    at: optional(location),
  },
);

export const reportShape = record<Report>(
  'report',
  'The answer to a question about Go code, with a reason on every edge.',
  {
    schema: constant<Report['schema']>('loose-ends/report'),
    version: constant<Report['version']>(1),
    tool: record<Report['tool']>('', 'What made the report.', { name: string, version: string }),
    question: record<Report['question']>('', 'What was asked.', {
      command: constant<Report['question']['command']>('trace', 'explain', 'custody', 'why-blocked'),
      roots: list(string),
      direction: constant<Report['question']['direction']>('down', 'up'),
      options: { kind: 'strings' },
      language: optional(constant<Language>('en', 'zh-CN')),
    }),
    build: record<Report['build']>('', 'The build that the code was read for.', {
      goVersion: string,
      goos: string,
      goarch: string,
      cgo: boolean,
      tags: list(string),
      modules: list(moduleRecord),
      main: string,
    }),
    links: list(linkRule),
    answer: list(string),
    functions: list(functionRecord),
    edges: list(edgeRecord),
    chains: list(chain),
    path: optional(pathAnswer),
    facts: optional(list(fact)),
    sections: list(section),
    assumptions: list(assumption),
    unknowns: list(stop),
    diagnostics: list(diagnostic),
    sources: optional(list(sourceExcerpt)),
    statistics: record<Report['statistics']>('', 'How much was looked at.', {
      functions: integer,
      sites: integer,
      files: integer,
    }),
  },
);
