// Library types by whose channels goroutines hand control to one another under another name than "channel".

export interface HandoffMaker {
  readonly package: string;
  /** Go/ssa names of the functions that signal or wait. */
  readonly pattern: RegExp;
  readonly kind: 'pipe' | 'context' | 'timer';
}

export const handoffMakers: readonly HandoffMaker[] = [
  { package: 'io', pattern: /^\(\*io\.(pipe|PipeReader|PipeWriter)\)/, kind: 'pipe' },
  { package: 'net', pattern: /^\(\*net\.pipe\)/, kind: 'pipe' },
  { package: 'context', pattern: /^(\(\*?context\.|context\.)/, kind: 'context' },
  { package: 'time', pattern: /^(\(\*?time\.|time\.)/, kind: 'timer' },
];
