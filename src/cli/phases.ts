// How long each phase of a run took, for --phases.

export interface Phases {
  /** Begins a phase and ends the one before; a phase that comes again is added to. */
  readonly start: (name: string) => void;
  readonly end: () => void;
  /** `{"start": 31.2, "read": 12.0, …}`, in the order of their first start, milliseconds. */
  readonly json: () => string;
}

/** The first phase, `start`, is what the process did before. */
export function createPhases(): Phases {
  const times = new Map<string, number>();
  let current: string | undefined = 'start';
  let since = 0;
  const end = (): void => {
    const now = performance.now();
    if (current !== undefined) times.set(current, (times.get(current) ?? 0) + now - since);
    since = now;
    current = undefined;
  };
  return {
    start: (name) => {
      end();
      current = name;
      if (!times.has(name)) times.set(name, 0);
    },
    end,
    json: () =>
      `${JSON.stringify(Object.fromEntries([...times].map(([name, ms]) => [name, Math.round(ms * 10) / 10])), undefined, 2)}\n`,
  };
}
