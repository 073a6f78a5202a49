// The command line as plain data. Options may stand before or after the command and its arguments, as with git.

import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '#base/errors.js';
import { nearest } from '#base/nearest.js';
import { type CommandEntry, commands, type OptionEntry, options } from './command-table.js';

export interface Arguments {
  /** Undefined when none is named, which only help and version allow. */
  readonly command: CommandEntry | undefined;
  readonly operands: readonly string[];
  /** Options by their long name: true for a switch, the values in order otherwise. */
  readonly values: ReadonlyMap<string, true | readonly string[]>;
}

const config: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
  options.map((option: OptionEntry) => [
    option.name,
    {
      type: option.value === undefined ? 'boolean' : 'string',
      multiple: option.value !== undefined,
      ...(option.short === undefined ? {} : { short: option.short }),
    },
  ]),
);

const byName = new Map<string, OptionEntry>(options.map((option) => [option.name, option]));
const byShort = new Map<string, OptionEntry>(
  options.flatMap((option: OptionEntry) => (option.short === undefined ? [] : [[option.short, option] as const])),
);

/** Throws a `UsageError` for anything that is not in the table. */
export function parseArguments(words: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...words],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const values = new Map<string, true | string[]>();
  const given: OptionEntry[] = [];
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      positionals.push(token.value);
      continue;
    }
    const entry = optionOf(token.name, token.rawName);
    given.push(entry);
    if (entry.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`The option --${entry.name} takes no value.`);
      values.set(entry.name, true);
    } else addValue(values, entry, token.inlineValue || !/^-./.test(token.value ?? '') ? token.value : undefined);
  }
  const [name, ...operands] = positionals;
  const command = name === undefined ? undefined : commandOf(name);
  if (command !== undefined) {
    for (const entry of given) {
      if (!command.options.includes(entry.name))
        throw new UsageError(
          `The command ${command.name} has no option ${spelling(entry)}; see loose-ends ${command.name} --help.`,
        );
    }
  }
  return { command, operands, values };
}

function addValue(values: Map<string, true | string[]>, entry: OptionEntry, value: string | undefined): void {
  const { name } = entry;
  // An option at the end of the line, or before another option, has no value.
  if (value === undefined || (value === '' && name !== 'tags'))
    throw new UsageError(`The option ${spelling(entry)} needs a value: ${spelling(entry)} ${entry.value ?? ''}.`);
  if (entry.choices !== undefined && !entry.choices.includes(value)) {
    throw new UsageError(`The option ${spelling(entry)} takes ${orList(entry.choices)}, not ${JSON.stringify(value)}.`);
  }
  const known = values.get(name);
  if (!Array.isArray(known)) values.set(name, [value]);
  else if (entry.isRepeatable === true) known.push(value);
  else throw new UsageError(`The option ${spelling(entry)} is given twice.`);
}

function optionOf(name: string, rawName: string): OptionEntry {
  const entry = byName.get(name) ?? (rawName.startsWith('--') ? undefined : byShort.get(name));
  if (entry !== undefined) return entry;
  const meant = rawName.startsWith('--') ? nearest(name, [...byName.keys()]) : undefined;
  throw new UsageError(
    `There is no option ${rawName}${meant === undefined ? '' : `; did you mean --${meant}?`}${meant === undefined ? '; see loose-ends --help.' : ''}`,
  );
}

function commandOf(name: string): CommandEntry {
  const command = commands.find((entry) => entry.name === name);
  if (command !== undefined) return command;
  const meant = nearest(
    name,
    commands.map((entry) => entry.name),
  );
  throw new UsageError(
    meant !== undefined
      ? `There is no command ${JSON.stringify(name)}; did you mean ${meant}?`
      : `There is no command ${JSON.stringify(name)}; the commands are ${commands.map((entry) => entry.name).join(', ')}.`,
  );
}

function spelling(entry: OptionEntry): string {
  return entry.short === undefined || entry.short === 'q' || entry.short === 'h'
    ? `--${entry.name}`
    : `-${entry.short}`;
}

/** `brief, normal or full`. */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** The last value of an option, or undefined. */
export function valueOf(args: Arguments, name: string): string | undefined {
  const values = args.values.get(name);
  return values === undefined || values === true ? undefined : values.at(-1);
}

/** All values of an option. */
export function valuesOf(args: Arguments, name: string): readonly string[] {
  const values = args.values.get(name);
  return values === undefined || values === true ? [] : values;
}

export function isSet(args: Arguments, name: string): boolean {
  return args.values.has(name);
}
