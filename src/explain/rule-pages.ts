// The rules of `check` as Markdown: a page for each, and an index of them. Made of the table of rules, so that what people read
// is what is applied; written to docs/ and onto every site.

import { type Rule, rules, type Verdict } from '#custody/rules.js';
import type { Say } from '#language/say.js';
import { ruleExamples } from './rule-examples.js';
import { ruleTexts } from './rule-texts.js';

export interface RulePage {
  /** Absent: the index. */
  readonly rule?: string;
  /** `rules/README.md`, `rules/never-released.md`. */
  readonly path: string;
  readonly text: string;
}

/** What a rule is about and what to do, without the examples. */
export function ruleHelp({ id }: Rule, say: Say): { about: string; remedy: string } {
  const { about, remedy } = ruleTexts[id];
  return { about: joined(about, say), remedy: say.known(remedy) };
}

/** The index first, then the rules in the order of their table. */
export function rulePages(say: Say): RulePage[] {
  return [
    { path: 'rules/README.md', text: index(say) },
    ...rules.map((rule) => ({ rule: rule.id, path: `rules/${rule.id}.md`, text: page(rule, say) })),
  ];
}

function verdictMeaning(verdict: Verdict, say: Say): string {
  switch (verdict) {
    case 'leaked':
      return say`nobody lets go of it, on the path that is shown`;
    case 'held-by-policy':
      return say`it is kept on purpose, and what would end it is not armed`;
    case 'blocked':
      return say`something waits, and what would wake it does not come`;
    case 'hidden':
      return say`it could be let go of, but not by who holds it`;
  }
}

function index(say: Say): string {
  const verdicts: readonly Verdict[] = ['leaked', 'held-by-policy', 'blocked', 'hidden'];
  return lines(
    `# ${say`The rules of check`}`,
    '',
    say`Each rule has a page with its meaning, what to do about a finding, and an example that breaks it beside the same code as it should be.`,
    '',
    ...table(
      [say`Rule`, say`What it says`, say`Verdict`, say`Level`],
      rules.map(({ id, verdict, level, summary }) => [
        `[${id}](${id}.md)`,
        say.known(summary),
        span(verdict),
        say.word(level),
      ]),
    ),
    '',
    say`The verdict says what kind of trouble it is, the level how loud it is told:`,
    '',
    ...table(
      [say`Verdict`, say`Meaning`],
      verdicts.map((verdict) => [span(verdict), verdictMeaning(verdict, say)]),
    ),
    '',
    `## ${say`What is taken for granted`}`,
    '',
    say`A value that goes out of sight (to a function that is not known, through an interface, into a container) is somebody else's to let go of, and nothing is said of it. An error that is not nil means that nothing was acquired. What is put into a field is let go of if anything in the package lets go of that field, of whatever object.`,
    '',
    `## ${say`Hiding a finding`}`,
    '',
    say`A finding that is meant to be is hidden by a comment with a reason, on its line or the line before:`,
    '',
    '```text',
    `//loose-ends:ignore never-released ${say`the process ends here`}`,
    '```',
  );
}

function page({ id, verdict, level, summary }: Rule, say: Say): string {
  const { about, remedy } = ruleTexts[id];
  const { wrong, right } = ruleExamples[id];
  return lines(
    `# ${id}`,
    '',
    say.known(summary),
    '',
    ...about.flatMap((paragraph) => [say.known(paragraph), '']),
    say`Verdict ${span(verdict)}: ${verdictMeaning(verdict, say)}. Level: ${say.word(level)}.`,
    '',
    `## ${say`What to do`}`,
    '',
    say.known(remedy),
    '',
    `## ${say`Wrong`}`,
    '',
    ...code(wrong),
    '',
    `## ${say`Right`}`,
    '',
    ...code(right),
    '',
    say`A finding that is meant to be is hidden by ${span(`//loose-ends:ignore ${id}`)} and a reason, on its line or the line before.`,
    '',
    `[${say`All rules`}](README.md)`,
  );
}

/** Sentences in a row: Chinese has no blank between them. */
function joined(sentences: readonly string[], say: Say): string {
  return sentences.map((sentence) => say.known(sentence)).join(say.language === 'en' ? ' ' : '');
}

const span = (code: string): string => `\`${code}\``;

function code(source: string): string[] {
  return ['```go', ...source.trimEnd().split('\n'), '```'];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
