// A project's own models, from loose-ends.json: what its libraries hand over, how it is let go of, what they do with what
// they are given. Checked field by field, since a model that is silently left out is a finding that is silently missing.

import { UsageError } from '#base/errors.js';
import type { AcquireModel, ArgumentEffect, ArgumentModel, ResourceKind } from '#models/lifecycle.js';
import { resourceKinds } from '#models/lifecycle.js';

export interface UserModels {
  readonly resources: readonly ResourceKind[];
  readonly acquires: readonly AcquireModel[];
  readonly arguments: readonly ArgumentModel[];
}

/** What the file says of libraries, and what else stands in it: the questions that a project's site is made of. */
export const modelKeys = ['resources', 'acquire', 'arguments'] as const;
export const siteKeys = ['title', 'intro', 'base', 'questions', 'reports', 'documents'] as const;

const verbs: readonly ResourceKind['verb'][] = ['closed', 'stopped', 'cancelled', 'released', 'ended', 'called'];

/** What a function does with an argument, in a few words each. */
const effects: Readonly<Record<ArgumentEffect, string>> = {
  borrow: 'it is used and stays the caller’s',
  take: 'it is kept or let go of by what was called',
  wrap: 'the result is or holds it, and lets go of it',
  keep: 'it is put into the receiver, a container, and can be taken out again',
};

const listed = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
const functionName = 'As go/ssa prints it: `example.com/pool.Open`, `(*example.com/pool.Pool).Get`.';
const counted = (what: string): string => `Which ${what}, counted from 0; -1 is the receiver. Left out: 0.`;

/** The lists of models with the keys of their entries, for the reference too. `?` marks what may be left out. */
export const modelShapes: Readonly<
  Record<(typeof modelKeys)[number], { readonly about: string; readonly keys: Readonly<Record<string, string>> }>
> = {
  resources: {
    about: 'Kinds of things that have to be let go of.',
    keys: {
      id: 'Name by which `acquire` means it.',
      noun: 'What it is called in a sentence.',
      verb: `What ought to have been done with it: ${listed(verbs)}.`,
      cost: 'What stays behind when nobody does: ends the sentence of a finding.',
      'releases?': 'Methods that let go of it beside those whose names say so; `()` calls a function value.',
    },
  },
  acquire: {
    about: 'Functions that hand a resource over.',
    keys: {
      function: functionName,
      'result?': counted('result'),
      'field?': 'The field of the result that has to be let go of.',
      resource: 'The `id` of a kind: one of `resources`, or of those below.',
      because: 'Why; stands in the finding.',
    },
  },
  arguments: {
    about: 'What functions do with a resource that they are given, where their source does not say it.',
    keys: {
      function: functionName,
      'argument?': counted('argument'),
      effect: `${Object.entries(effects)
        .map(([effect, meaning]) => `\`${effect}\` (${meaning})`)
        .join(', ')}.`,
      because: 'Why.',
    },
  },
};

const keysOf = (list: keyof typeof modelShapes): string[] =>
  Object.keys(modelShapes[list].keys).map((key) => key.replace('?', ''));

/** Throws a `UsageError` that names the place of what is wrong. */
export function readUserModels(text: string, name: string): UserModels {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${name} holds no JSON.`);
  }
  const top = new Checked(value, name, '');
  top.allow([...modelKeys, ...siteKeys]);
  const resources = top.list('resources').map((item): ResourceKind => {
    item.allow(keysOf('resources'));
    return {
      id: item.text('id'),
      noun: item.text('noun'),
      verb: item.choice('verb', verbs),
      cost: item.text('cost'),
      releases: item.texts('releases'),
    };
  });
  const kinds = new Set([...resourceKinds, ...resources].map(({ id }) => id));
  const acquires = top.list('acquire').map((item): AcquireModel => {
    item.allow(keysOf('acquire'));
    const field = item.optionalText('field');
    return {
      function: item.text('function'),
      result: item.number('result'),
      ...(field === undefined ? {} : { field }),
      resource: item.choice('resource', [...kinds]),
      because: item.text('because'),
    };
  });
  const argumentModels = top.list('arguments').map((item): ArgumentModel => {
    item.allow(keysOf('arguments'));
    return {
      function: item.text('function'),
      argument: item.number('argument'),
      effect: item.choice('effect', Object.keys(effects) as ArgumentEffect[]),
      because: item.text('because'),
    };
  });
  return { resources, acquires, arguments: argumentModels };
}

/** A value with its place in the file. */
class Checked {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #file: string;
  readonly #at: string;

  constructor(value: unknown, file: string, at: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new UsageError(`${file}: ${at === '' ? 'the file' : at} is no object.`);
    this.#value = value as Readonly<Record<string, unknown>>;
    this.#file = file;
    this.#at = at;
  }

  #place(key: string): string {
    return this.#at === '' ? key : `${this.#at}.${key}`;
  }

  #fail(key: string, problem: string): never {
    throw new UsageError(`${this.#file}: ${this.#place(key)} ${problem}.`);
  }

  allow(keys: readonly string[]): void {
    for (const key of Object.keys(this.#value))
      if (!keys.includes(key)) this.#fail(key, `is not known here; there are ${keys.join(', ')}`);
  }

  list(key: string): Checked[] {
    const value = this.#value[key] ?? [];
    if (!Array.isArray(value)) return this.#fail(key, 'is no list');
    return value.map((item: unknown, i) => new Checked(item, this.#file, `${this.#place(key)}[${i}]`));
  }

  text(key: string): string {
    const value = this.#value[key];
    if (typeof value !== 'string' || value === '') return this.#fail(key, 'is missing, or no text');
    return value;
  }

  optionalText(key: string): string | undefined {
    return this.#value[key] === undefined ? undefined : this.text(key);
  }

  texts(key: string): string[] {
    const value = this.#value[key] ?? [];
    if (!Array.isArray(value)) return this.#fail(key, 'is no list');
    return value.map((item: unknown, i) =>
      typeof item === 'string' ? item : this.#fail(`${key}[${i}]`, 'is no text'),
    );
  }

  number(key: string): number {
    const value = this.#value[key] ?? 0;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < -1 || value > 99)
      return this.#fail(key, 'is no small whole number');
    return value;
  }

  choice<T extends string>(key: string, choices: readonly T[]): T {
    const value = this.#value[key];
    return choices.find((choice) => choice === value) ?? this.#fail(key, `is not one of ${choices.join(', ')}`);
  }
}
