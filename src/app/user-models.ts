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
const effects: readonly ArgumentEffect[] = ['borrow', 'take', 'wrap', 'keep'];

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
    item.allow(['id', 'noun', 'verb', 'cost', 'releases']);
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
    item.allow(['function', 'result', 'field', 'resource', 'because']);
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
    item.allow(['function', 'argument', 'effect', 'because']);
    return {
      function: item.text('function'),
      argument: item.number('argument'),
      effect: item.choice('effect', effects),
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
