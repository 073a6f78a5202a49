// The commands and options as data: parsing, help and the suggestions for a misspelt word are made from it.

export interface OptionEntry {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help; an option without one is a switch. */
  readonly value?: string;
  /** Allowed values, if they are few. */
  readonly choices?: readonly string[];
  readonly isRepeatable?: boolean;
  readonly summary: string;
  readonly group: OptionGroup;
}

export type OptionGroup = 'what' | 'output' | 'build' | 'general';

export const groupTitles: Readonly<Record<OptionGroup, string>> = {
  what: 'What to show',
  output: 'Output',
  build: 'The build that the code is read for',
  general: 'General',
};

const option = (name: string, group: OptionGroup, summary: string, more: Partial<OptionEntry> = {}): OptionEntry => ({
  name,
  group,
  summary,
  ...more,
});

export const options: readonly OptionEntry[] = [
  option('to', 'what', 'the way to this function only, or what was searched without finding one', {
    value: 'FUNCTION',
  }),
  option('same-goroutine', 'what', 'with --to: only ways that start no goroutine'),
  option('why', 'what', 'the call at file.go:line on the way: all that it reaches, and why', { value: 'SITE' }),
  option('up', 'what', 'who reaches the function, instead of what it reaches'),
  option('depth', 'what', 'how many calls deep to follow', { value: 'N' }),
  option('detail', 'what', 'how much of the reasons to show: brief, normal or full', {
    value: 'LEVEL',
    choices: ['brief', 'normal', 'full'],
  }),
  option(
    'main',
    'what',
    "whose values may flow in: packages as the go command names them (default: all of the main module's)",
    { value: 'PATTERN', isRepeatable: true },
  ),
  option('assume', 'what', "take this type for a field that is the caller's choice", {
    value: 'FIELD=TYPE',
    isRepeatable: true,
  }),
  option('tests', 'what', 'read the test files too'),
  option('baseline', 'what', 'hide the findings that this file lists', { value: 'FILE' }),
  option('write-baseline', 'what', 'write the findings to the --baseline file instead of printing them'),
  option('lang', 'output', 'language of the sentences: en (the default) or zh-CN', {
    value: 'LANGUAGE',
    choices: ['en', 'zh-CN'],
  }),
  option('format', 'output', 'how to print it (see Formats below)', { short: 'f', value: 'FORMAT' }),
  option('output', 'output', 'write to this file; its ending says the format if -f does not', {
    short: 'o',
    value: 'FILE',
  }),
  option('columns', 'output', "width of the tree (default: the terminal's, or 100)", { value: 'N' }),
  option('ascii', 'output', 'the tree without box-drawing characters'),
  option('color', 'output', 'colours in the tree: auto, always or never (NO_COLOR is respected)', {
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
  }),
  option(
    'post',
    'output',
    'send it to this discussion, issue or pull request on GitHub, with the token in GITHUB_TOKEN',
    {
      value: 'URL',
    },
  ),
  option('yes', 'output', 'with --post: really send it'),
  option('dry-run', 'output', 'with --post: only say what would be sent (what is done without --yes)'),
  option('title', 'output', 'title of the site', { value: 'TEXT' }),
  option(
    'base',
    'output',
    'address at which the site is, for canonical addresses, a sitemap, and the links of SARIF to the rules',
    {
      value: 'URL',
    },
  ),
  option('tags', 'build', 'build tags, comma-separated', { value: 'TAGS', isRepeatable: true }),
  option('goos', 'build', 'operating system to build for', { value: 'OS' }),
  option('goarch', 'build', 'architecture to build for', { value: 'ARCH' }),
  option('cgo', 'build', 'whether cgo is on', { value: 'on|off', choices: ['on', 'off'] }),
  option('goroot', 'build', 'the Go installation', { value: 'DIR' }),
  option('modcache', 'build', 'the module cache', { value: 'DIR' }),
  option(
    'link',
    'build',
    'how lines are linked to on a host of your own, with {repository}, {revision}, {path}, {line}',
    {
      value: 'HOST=URL',
      isRepeatable: true,
    },
  ),
  option('parser', 'build', 'which reader of Go syntax to use: descent (the default) or tree-sitter', {
    value: 'NAME',
    choices: ['descent', 'tree-sitter'],
  }),
  option('dir', 'general', 'run as if started in this folder', { short: 'C', value: 'DIR', isRepeatable: true }),
  option('no-cache', 'general', 'neither use nor keep answers of earlier runs'),
  option('phases', 'general', 'write how long each phase took, as JSON', { value: 'FILE' }),
  option('quiet', 'general', 'no progress', { short: 'q' }),
  option('help', 'general', 'show help', { short: 'h' }),
  option('version', 'general', 'show the version'),
];

const buildOptions = ['tags', 'goos', 'goarch', 'cgo', 'goroot', 'modcache', 'link', 'parser'];
const generalOptions = ['dir', 'no-cache', 'phases', 'quiet', 'help', 'version'];
const outputOptions = ['format', 'output', 'columns', 'ascii', 'color'];
const traceOptions = ['to', 'same-goroutine', 'why', 'up', 'depth', 'detail', 'main', 'assume', 'tests', 'lang'];

export interface CommandEntry {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly description: readonly string[];
  readonly options: readonly string[];
  readonly examples: readonly string[];
  /** What it prints, if that has several forms. */
  readonly formats?: 'report' | 'findings';
}

export const commands: readonly CommandEntry[] = [
  {
    name: 'trace',
    usage: 'trace [options] ROOT...',
    summary: 'what a function runs, as a tree with a reason for every hop',
    description: [
      'Follows the calls of ROOT through interfaces, function values and goroutines, and says for each why it is',
      'this callee and where the trace ends.',
      '',
      'ROOT is Type.Method, pkg.Func, a full name such as (*net/http.Client).Do, or file.go:line.',
    ],
    options: [...traceOptions, ...outputOptions, ...buildOptions, ...generalOptions],
    examples: [
      'loose-ends trace BidiStreamForClient.CloseRequest',
      "loose-ends trace Client.Close --to '(*net.conn).Close'",
      'loose-ends trace client.go:120 -o trace.md',
      'loose-ends trace Client.Close --why conn.go:88',
    ],
    formats: 'report',
  },
  {
    name: 'explain',
    usage: 'explain [options] ROOT...',
    summary: 'the writeup: answer, diagram, steps with links, what was assumed and not seen',
    description: ['Like trace, but written to be read by someone else: Markdown that GitHub shows with its diagram.'],
    options: [...traceOptions, ...outputOptions, ...buildOptions, ...generalOptions],
    examples: ['loose-ends explain BidiStreamForClient.CloseRequest -o answer.md'],
    formats: 'report',
  },
  {
    name: 'render',
    usage: 'render [options] REPORT',
    summary: 'a saved report in another form, without the sources',
    description: ['REPORT is a file that -f json wrote, or - for standard input.'],
    options: ['detail', ...outputOptions, ...generalOptions],
    examples: ['loose-ends trace Client.Close -o close.json', 'loose-ends render close.json -f mermaid'],
    formats: 'report',
  },
  {
    name: 'custody',
    usage: 'custody [options] RESOURCE [PACKAGE...]',
    summary: 'who acquires a resource, what holds it, and every call that can release it',
    description: [
      'RESOURCE is a field that holds it (Type.field), a type (pkg.Type), or file.go:line of what makes it. Everything',
      'that the packages can run is followed; the default is ./...',
    ],
    options: ['main', 'tests', 'lang', ...outputOptions, ...buildOptions, ...generalOptions],
    examples: ['loose-ends custody http2.ClientConn.tconn', 'loose-ends custody client.go:88 ./cmd/app'],
    formats: 'report',
  },
  {
    name: 'why-blocked',
    usage: 'why-blocked [options] SITE [PACKAGE...]',
    summary: 'what can wake a goroutine that waits, and whether that is ever started',
    description: [
      'SITE is file.go:line of a send, a receive, a range over a channel, or a wait of package sync. Everything that the',
      'packages can run is followed; the default is ./...',
    ],
    options: ['main', 'tests', 'lang', ...outputOptions, ...buildOptions, ...generalOptions],
    examples: ['loose-ends why-blocked duplex_http_call.go:251'],
    formats: 'report',
  },
  {
    name: 'discuss',
    usage: 'discuss [options] REPORT',
    summary: 'a saved report as comments that fit GitHub, and --post sends them',
    description: [
      'The writeup with its steps folded, cut into as many comments as the limit of 65,536 characters asks for; nobody',
      'is notified by a name in it. A second --post changes the comments of the first instead of adding to them.',
      'REPORT is a file that -f json wrote, or - for standard input.',
    ],
    options: ['detail', 'output', 'post', 'yes', 'dry-run', ...generalOptions],
    examples: [
      'loose-ends explain Client.Close -o close.json',
      'loose-ends discuss close.json -o close.md',
      'loose-ends discuss close.json --post https://github.com/OWNER/REPOSITORY/discussions/12 --yes',
    ],
  },
  {
    name: 'site',
    usage: 'site -o DIR [options] [REPORT...]',
    summary: 'saved reports as a static site: answers, diagrams, every function with its source',
    description: [
      'Writes pages that open from the disk and from any server, with nothing from elsewhere. REPORT is a file that',
      '-f json wrote. Without one, loose-ends.json in the folder says what the site is made of: questions that are',
      'asked, reports that were saved, and documents in Markdown.',
    ],
    options: ['output', 'title', 'base', ...generalOptions],
    examples: [
      'loose-ends explain Client.Close -o close.json',
      'loose-ends site -o public close.json',
      'loose-ends site -o public --base https://example.org/traces/',
    ],
  },
  {
    name: 'why',
    usage: 'why [options] SITE [PACKAGE...]',
    summary: 'what a call can reach in the whole program, with the way of each value that brings it there',
    description: [
      'SITE is file.go:line, or file.go:line:column where several calls stand on the line. Everything that the',
      'packages can run is followed; the default is ./...',
    ],
    options: ['main', 'tests', 'output', ...buildOptions, ...generalOptions],
    examples: ['loose-ends why client.go:120 ./cmd/app'],
  },
  {
    name: 'check',
    usage: 'check [options] [PACKAGE...]',
    summary: 'where a close is missing, or a wait never ends',
    description: [
      'Looks at packages one by one and says for each resource that is not let go of where it is acquired, on which',
      'path it is lost and where the release belongs. Exit status 1 says that there are findings.',
      '',
      'PACKAGE is as the go command names packages; the default is ./...',
      'A line with `//loose-ends:ignore RULE REASON` hides findings of that rule on it or on the next line.',
      'SARIF leads to the pages of the rules where --base, or "base" in loose-ends.json, says where the site is.',
    ],
    options: [
      'tests',
      'baseline',
      'write-baseline',
      'lang',
      'format',
      'output',
      'base',
      'color',
      ...buildOptions,
      ...generalOptions,
    ],
    examples: ['loose-ends check ./...', 'loose-ends check -f sarif -o findings.sarif ./internal/...'],
    formats: 'findings',
  },
  {
    name: 'doctor',
    usage: 'doctor [options]',
    summary: 'what was found: modules, Go, versions, what is missing and how to get it',
    description: [],
    options: ['output', ...buildOptions, ...generalOptions],
    examples: ['loose-ends doctor -C ~/src/service'],
  },
  {
    name: 'debug',
    usage: 'debug types|edges [options] [PACKAGE...]',
    summary: 'resolved identifiers or call edges as JSON lines, to be scored',
    description: [
      'types  every identifier of the packages with the object and type it stands for',
      'edges  every call edge out of the packages and out of what they reach',
      '',
      'PACKAGE is as the go command names packages; the default is ./...',
    ],
    options: ['main', 'tests', 'output', ...buildOptions, ...generalOptions],
    examples: ['loose-ends debug edges ./... -o edges.jsonl'],
  },
];

/** What the command says with its exit status. */
export const exitStatuses: readonly { readonly status: number; readonly meaning: string }[] = [
  { status: 0, meaning: 'answered, also where the answer is "no path" or names what is not known' },
  { status: 1, meaning: 'check has findings' },
  { status: 2, meaning: 'could not run: standard error says why in one sentence, and nothing was written' },
];
