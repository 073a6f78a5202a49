// The help texts, made from the tables.

import { findingFormats } from '#render/finding-formats.js';
import { formats } from '#render/formats.js';
import { type CommandEntry, commands, exitStatuses, groupTitles, type OptionEntry, options } from './command-table.js';

const width = 88;

/** What `loose-ends --help` prints. */
export function generalHelp(): string {
  const names = Math.max(...commands.map((command) => command.name.length));
  return [
    'Follow a call in Go code down to where it ends, with a reason for every hop.',
    '',
    'Usage: loose-ends COMMAND [options] [arguments]',
    '',
    'Commands',
    ...commands.map((command) => `  ${command.name.padEnd(names)}  ${command.summary}`),
    '',
    'loose-ends COMMAND --help says more. The first thing to try, in a folder with a go.mod:',
    '',
    '  loose-ends trace Type.Method',
    '',
    'Exit status',
    ...exitStatuses.map(({ status, meaning }) => `  ${status}  ${meaning}`),
    '',
  ].join('\n');
}

/** What `loose-ends COMMAND --help` prints. */
export function commandHelp(command: CommandEntry): string {
  const lines = [`loose-ends ${command.name}: ${command.summary}.`, '', `Usage: loose-ends ${command.usage}`];
  if (command.description.length > 0) lines.push('', ...command.description);
  for (const [group, title] of Object.entries(groupTitles)) {
    const entries = options.filter((option) => option.group === group && command.options.includes(option.name));
    if (entries.length > 0) lines.push('', title, ...optionLines(entries));
  }
  if (command.formats !== undefined) {
    const table = command.formats === 'report' ? formats : findingFormats;
    const names = Object.keys(table);
    const column = Math.max(...names.map((name) => name.length));
    lines.push(
      '',
      'Formats',
      ...Object.entries(table).flatMap(([name, format]) => {
        const endings = format.extensions[0] === undefined ? '' : ` (${format.extensions[0]})`;
        return hang(`  ${name.padEnd(column)}  `, format.summary + endings);
      }),
    );
  }
  if (command.examples.length > 0) lines.push('', 'Examples', ...command.examples.map((example) => `  ${example}`));
  return `${lines.join('\n')}\n`;
}

function optionLines(entries: readonly OptionEntry[]): string[] {
  const left = entries.map((entry) => {
    const name = entry.short === undefined ? `    --${entry.name}` : `-${entry.short}, --${entry.name}`;
    return `  ${name}${entry.value === undefined ? '' : ` ${entry.value}`}`;
  });
  const column = Math.max(...left.map((text) => text.length)) + 2;
  return entries.flatMap((entry, i) =>
    hang(
      (left[i] ?? '').padEnd(column),
      entry.summary + (entry.isRepeatable === true && entry.name !== 'dir' ? ' (repeatable)' : ''),
    ),
  );
}

/** Text beside a label, broken at spaces. */
function hang(label: string, text: string): string[] {
  const lines: string[] = [];
  let line = label;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(label.length);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
