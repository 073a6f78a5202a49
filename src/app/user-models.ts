// A project's own models, from loose-ends.json: what its libraries hand over, how it is let go of, what they do with what
// they are given, what waits in them and who wakes it. Checked field by field, since a model that is silently left out is a finding that is silently missing.

import { UsageError } from '#base/errors.js';
import { JsonError, type JsonText, parseJson } from '#base/json-text.js';
import type { Position } from '#base/position.js';
import type { AcquireModel, ArgumentEffect, ArgumentModel, PoolModel, ResourceKind } from '#models/lifecycle.js';
import { resourceKinds } from '#models/lifecycle.js';
import type { WaitModel } from '#models/waits.js';

export interface UserModels {
  readonly resources: readonly ResourceKind[];
  readonly acquires: readonly AcquireModel[];
  readonly arguments: readonly ArgumentModel[];
  readonly waits: readonly WaitModel[];
  /** Functions that end one direction of what they are called on. */
  readonly halfCloses: readonly string[];
  /** By the type that keeps idle connections. */
  readonly pools: ReadonlyMap<string, PoolModel>;
  /** Every function and type that a model names. */
  readonly named: readonly NamedModel[];
}

/** A name in the file that the program has to have. */
export interface NamedModel {
  readonly name: string;
  readonly kind: 'function' | 'type';
  readonly at: Position;
  /** The result or argument that is meant, and where it is written. */
  readonly result?: { readonly index: number; readonly at: Position };
  readonly argument?: { readonly index: number; readonly at: Position };
}

/** What the file says of libraries, and what else stands in it: the questions that a project's site is made of. */
export const modelKeys = ['resources', 'acquire', 'arguments', 'waits', 'half-closes', 'pools'] as const;
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
  waits: {
    about: 'Methods that wait for another goroutine, where their source does not say it.',
    keys: {
      wait: functionName,
      wakers: 'The methods that let it go on.',
      until: 'What it waits for.',
    },
  },
  'half-closes': {
    about: 'Methods that end one direction of what they are called on, and let go of nothing.',
    keys: { function: functionName, because: 'Why.' },
  },
  pools: {
    about: 'Types whose values keep idle connections.',
    keys: {
      type: 'As go/ssa prints it: `example.com/pool.Transport`.',
      bounds: 'Fields of it that end idle connections; one that is set ends the matter.',
      because: 'Why; stands in the finding.',
    },
  },
};

const keysOf = (list: keyof typeof modelShapes): string[] =>
  Object.keys(modelShapes[list].keys).map((key) => key.replace('?', ''));

/** Throws a `UsageError` that names the place of what is wrong. */
export function readUserModels(text: string, name: string): UserModels {
  const json = parsed(text, name);
  const top = new Checked(json.value, name, '', json);
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
  const named: NamedModel[] = [];
  const acquires = top.list('acquire').map((item): AcquireModel => {
    item.allow(keysOf('acquire'));
    const field = item.optionalText('field');
    const model = {
      function: item.functionName('function'),
      result: item.number('result'),
      ...(field === undefined ? {} : { field }),
      resource: item.choice('resource', [...kinds]),
      because: item.text('because'),
    };
    named.push({ ...item.named('function'), result: { index: model.result, at: item.placeOf('result') } });
    return model;
  });
  const argumentModels = top.list('arguments').map((item): ArgumentModel => {
    item.allow(keysOf('arguments'));
    const model = {
      function: item.functionName('function'),
      argument: item.number('argument'),
      effect: item.choice('effect', Object.keys(effects) as ArgumentEffect[]),
      because: item.text('because'),
    };
    named.push({ ...item.named('function'), argument: { index: model.argument, at: item.placeOf('argument') } });
    return model;
  });
  const waits = top.list('waits').map((item): WaitModel => {
    item.allow(keysOf('waits'));
    const model = {
      wait: item.functionName('wait'),
      wakers: item.functionNames('wakers'),
      until: item.text('until'),
    };
    named.push(item.named('wait'), ...model.wakers.map((waker, i) => ({ ...item.named(`wakers[${i}]`), name: waker })));
    return model;
  });
  const halfCloses = top.list('half-closes').map((item): string => {
    item.allow(keysOf('half-closes'));
    item.text('because');
    named.push(item.named('function'));
    return item.functionName('function');
  });
  const pools = top.list('pools').map((item): [string, PoolModel] => {
    item.allow(keysOf('pools'));
    named.push({ name: item.text('type'), kind: 'type', at: item.placeOf('type') });
    return [item.text('type'), { bounds: item.wholeTexts('bounds'), because: item.text('because') }];
  });
  return { resources, acquires, arguments: argumentModels, waits, halfCloses, pools: new Map(pools), named };
}

function parsed(text: string, name: string): JsonText {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new UsageError(`${name}:${error.line}:${error.column}: this is no JSON: ${error.message}.`);
  }
}

/** A function as go/ssa prints it. */
const functionForm = /^(\(\*?[^()\s]+\.[^()\s.]+\)\.[^()\s.]+|[^()\s]+\.[^()\s./]+)$/;

/** A value with its place in the file. */
class Checked {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #file: string;
  readonly #at: string;
  readonly #json: JsonText;

  constructor(value: unknown, file: string, at: string, json: JsonText) {
    this.#file = file;
    this.#at = at;
    this.#json = json;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const { line, column } = json.placeOf(at);
      throw new UsageError(`${file}:${line}:${column}: ${at === '' ? 'the file' : at} is no object.`);
    }
    this.#value = value as Readonly<Record<string, unknown>>;
  }

  #place(key: string): string {
    return this.#at === '' ? key : `${this.#at}.${key}`;
  }

  /** Where a key stands; where it is left out, where its object begins. */
  placeOf(key: string): Position {
    const has = Object.hasOwn(this.#value, key.replace(/\[\d+\]$/, ''));
    return { file: this.#file, ...this.#json.placeOf(has ? this.#place(key) : this.#at) };
  }

  #fail(key: string, problem: string): never {
    const { line, column } = this.placeOf(key);
    throw new UsageError(`${this.#file}:${line}:${column}: ${this.#place(key)} ${problem}.`);
  }

  allow(keys: readonly string[]): void {
    for (const key of Object.keys(this.#value))
      if (!keys.includes(key)) this.#fail(key, `is not known here; there are ${keys.join(', ')}`);
  }

  list(key: string): Checked[] {
    const value = this.#value[key] ?? [];
    if (!Array.isArray(value)) return this.#fail(key, 'is no list');
    return value.map((item: unknown, i) => new Checked(item, this.#file, `${this.#place(key)}[${i}]`, this.#json));
  }

  text(key: string): string {
    const value = this.#value[key];
    if (typeof value !== 'string' || value === '') return this.#fail(key, 'is missing, or no text');
    return value;
  }

  named(key: string): { readonly name: string; readonly kind: 'function'; readonly at: Position } {
    const value = this.#value[key];
    return { name: typeof value === 'string' ? value : '', kind: 'function', at: this.placeOf(key) };
  }

  functionName(key: string): string {
    const name = this.text(key);
    if (!functionForm.test(name))
      this.#fail(key, `is no name of a function: write it like example.com/pool.Open or (*example.com/pool.Pool).Get`);
    return name;
  }

  functionNames(key: string): string[] {
    return this.wholeTexts(key).map((name, i) =>
      functionForm.test(name)
        ? name
        : this.#fail(`${key}[${i}]`, `is no name of a function: write it like (*example.com/pool.Pool).Put`),
    );
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

  /** A list of texts that may be empty, and not left out. */
  wholeTexts(key: string): string[] {
    return Object.hasOwn(this.#value, key) ? this.texts(key) : this.#fail(key, 'is missing');
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
