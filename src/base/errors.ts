// The two kinds of error that may be thrown: the request is wrong, or this program is.

/** A wrong request: one plain sentence that says the way out. The command line prints it and exits 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** Lines that belong under the sentence, such as the candidates of an ambiguous name. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}

/** Our own bug. Never caught inside the analysis. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** Runs `work`; an `InternalError` or any other exception from it names `at`, the Go position being worked on. */
export function workingOn<T>(at: () => string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError || (error instanceof InternalError && error.message.includes(' while working on ')))
      throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new InternalError(`${message} while working on ${at()}`, { cause: error });
  }
}

/** Throws an `InternalError` unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** Closes a `switch` over a union: the compiler proves that nothing is left. */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected value: ${JSON.stringify(value)}`);
}
