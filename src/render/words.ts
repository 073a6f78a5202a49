// Words that several renderings share: how a call is named by its mode, what a stop is called, how a guard or the
// way of a value is put in short.

import { conjunction } from '#base/condition-text.js';
import type { Say } from '#language/say.js';
import type {
  CallMode,
  EdgeRecord,
  FunctionRecord,
  Guard,
  LeftOutCall,
  Location,
  StopKind,
  Unlinked,
} from '#report/report.js';
import type { ReportIndex } from '#report/report-index.js';

/** How each kind of stop is called, and what it means, for the reference. */
export const stopKinds: Readonly<Record<StopKind, { readonly name: string; readonly meaning: string }>> = {
  leaf: { name: 'end', meaning: 'What was looked for, or a function below which nothing leads on.' },
  'no-body': { name: 'no body', meaning: 'The function has no body in Go: it is assembly, or linked in.' },
  'no-source': {
    name: 'no source',
    meaning: 'The source is not here: a module is missing, or nothing declares the name.',
  },
  'external-caller': {
    name: "caller's choice",
    meaning: 'The value is handed in by code outside what was read; `--main` or `--assume` says which.',
  },
  reflection: {
    name: 'reflection',
    meaning: 'The value, or the call, goes through a place that is not followed, such as `reflect`.',
  },
  unsafe: { name: 'unsafe', meaning: 'The value goes through `unsafe.Pointer`.' },
  cgo: { name: 'cgo', meaning: 'The call leads into C.' },
  unresolved: {
    name: 'unresolved',
    meaning: 'Nothing is known to flow here, or not all that does; the text says what was not followed.',
  },
  cycle: { name: 'cycle', meaning: 'The function is among its own callers above.' },
  budget: {
    name: 'not followed',
    meaning: 'A limit was reached: `--depth`, the size of what is shown, or the work of one question.',
  },
  pruned: { name: 'ruled out', meaning: 'The branch is never taken.' },
};

export function stopName(kind: StopKind, say: Say): string {
  return say.word(stopKinds[kind].name);
}

const modeNames: Readonly<Record<CallMode, string>> = { static: '', invoke: 'interface call', func: 'func value' };

/** The reason with the way the call is made before it; a static call that has nothing to say gives an empty text. */
export function reasonOf(edge: EdgeRecord, say: Say): string {
  const mode = say.word(modeNames[edge.mode]);
  if (mode === '') return edge.kind === 'handoff' || !isPlainStatic(edge.reason, say) ? edge.reason : '';
  return edge.reason.startsWith(mode) ? edge.reason : say`${mode}: ${edge.reason}`;
}

/**
 * The same for a reader who goes step by step: of a static call what decides it, which is the type or the package of the
 * function that is named.
 */
export function stepReasonOf(edge: EdgeRecord, callee: FunctionRecord | undefined, say: Say): string {
  const reason = reasonOf(edge, say);
  if (reason !== '' || edge.mode !== 'static' || edge.kind === 'handoff' || callee === undefined) return reason;
  const [, type, method] = /^\((.+)\)\.(\w+)$/.exec(callee.shortName) ?? [];
  if (type !== undefined && method !== undefined) return say`static call: ${method} is a method of ${type}`;
  const name = /\w+$/.exec(callee.name)?.[0];
  return name === undefined || callee.name.includes('$')
    ? say`static call: the function literal stands there`
    : say`static call: ${name} is a function of package ${callee.package}`;
}

/** `static call`, `static method call` and the like say no more than the hop itself. */
function isPlainStatic(reason: string, say: Say): boolean {
  return (
    reason === '' ||
    /^(concurrent |deferred )?static [a-z ]*call\.?$/.test(reason) ||
    plainStatic.some((text) => say.known(text) === reason)
  );
}

const plainStatic = ['', 'concurrent ', 'deferred '].flatMap((kind) => [
  `${kind}static call`,
  `${kind}static method call`,
]);

/** The places that the value passed, first to last: `protocol.go:217 → :218 → client.go:167`. Empty if the reason names them. */
export function wayOf(index: ReportIndex, edge: EdgeRecord, arrow: string, ellipsis: string): string {
  if (edge.reason.includes('.go:')) return '';
  const places: Location[] = [];
  for (const step of edge.flow) {
    if (step.at === undefined) continue;
    if (places.at(-1)?.file !== step.at.file || places.at(-1)?.line !== step.at.line) places.push(step.at);
  }
  const shown = places.length > maxPlaces ? [...places.slice(0, 2), undefined, ...places.slice(-2)] : places;
  let file = '';
  const words = shown.map((at) => {
    if (at === undefined) return ellipsis;
    const word = at.file === file ? `:${at.line}` : index.shortPlace(at);
    file = at.file;
    return word;
  });
  return words.join(` ${arrow} `);
}

/** Two from each end tell where a value comes from and where it ends; the rest is in the full detail. */
const maxPlaces = 5;

/** Guards that only skip an error return say nothing about the way. */
export function isErrorGuard(guard: Guard): boolean {
  return (
    guard.truth === undefined &&
    guard.decides !== true &&
    /^(?:\*?[\w.]*[eE]rr\w* == nil|!\(\*?[\w.]*[eE]rr\w* != nil\))$/.test(guard.text)
  );
}

/** `1,873`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 call`, `12 calls`. */
export function plural(say: Say, value: number, one: string, many = `${one}s`): string {
  return say.count(value, one, many, count(value));
}

/** How many conditions of a call that is not drawn are named. */
const whenLimit = 2;

/** A call that is not drawn: its place, and what is otherwise there than at the one that is. */
export function againText(call: LeftOutCall, place: string, code: (text: string) => string, say: Say): string {
  const named = call.called === undefined ? place : say`${place} as ${code(call.called)}`;
  const when = call.when ?? [];
  // What stands nearest decides.
  const shown = when.slice(-whenLimit);
  return shown.length === 0 ? named : say`${named} if ${code(conjunction(shown))}`;
}

/** Why lines of a module have no link. */
export function unlinkedText(why: Unlinked, say: Say): string {
  switch (why) {
    case 'no-checkout':
      return say`the folder is no git checkout that can be read`;
    case 'no-remote':
      return say`the checkout has no remote "origin" that would show them`;
    case 'unpublished':
      return say`it is not known that the remote has the commit`;
    case 'changed':
      return say`a file that is shown is not as the commit has it`;
    case 'unknown-host':
      return say`how the remote shows files is not known; --link says it`;
    case 'unknown-repository':
      return say`which repository the module comes from is not known`;
    case 'unknown-folder':
      return say`whether its files lie in a folder of the repository that is named after its major version is not known`;
  }
}
