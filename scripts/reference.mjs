// `npm run reference`: writes docs/reference.md from the tables in the code: commands, options, formats, the project file,
// rules, models, stops, diagnostics, exit statuses, the form of a report; and docs/rules/, a page for each rule of `check`. With
// --check it writes nothing and fails if a file is not what it would write.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelLines } from './reference-models.mjs';
import { code, sentence, table } from './reference-parts.mjs';
import { compile, root } from './run.mjs';

const docs = join(root, 'docs');

function spelling({ name, short, value }) {
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
  return code(short === undefined ? long : `-${short}, ${long}`);
}

function commandLines({ commands, options, groupTitles }) {
  const lines = table(
    ['Command', 'What it prints'],
    commands.map(({ name, summary }) => [`[${code(name)}](#${name})`, sentence(summary)]),
  );
  for (const command of commands) {
    lines.push('', `### ${command.name}`, '', '```', `loose-ends ${command.usage}`, '```');
    const [about, rest] = split(command.description);
    if (about.length > 0) lines.push('', about.join(' '));
    if (rest.length > 0) lines.push('', ...rest);
    for (const group of Object.keys(groupTitles)) {
      const own = options.filter((option) => option.group === group && command.options.includes(option.name));
      if (own.length > 0)
        lines.push('', `${groupTitles[group]}: ${own.map((option) => code(`--${option.name}`)).join(', ')}.`);
    }
    lines.push('', '```sh', ...command.examples, '```');
  }
  return lines;
}

/** Sentences first, then what is laid out in columns. */
function split(description) {
  const isLaidOut = (line) => / {2,}/.test(line);
  const laidOut = description.filter(isLaidOut);
  const about = description.filter((line) => line !== '' && !isLaidOut(line));
  return [about, laidOut.length === 0 ? [] : ['```', ...laidOut, '```']];
}

function optionLines({ commands, options, groupTitles }) {
  return Object.entries(groupTitles).flatMap(([group, title]) => [
    '',
    `### ${title}`,
    '',
    ...table(
      ['Option', 'Meaning', 'Commands'],
      options
        .filter((option) => option.group === group)
        .map((option) => {
          const users = commands.filter((command) => command.options.includes(option.name)).map(({ name }) => name);
          const choices = option.choices === undefined ? '' : ` One of ${option.choices.map(code).join(', ')}.`;
          const repeatable = option.isRepeatable === true ? ' May be given several times.' : '';
          return [
            spelling(option),
            `${sentence(option.summary.replace(' (see Formats below)', ''))}${choices}${repeatable}`,
            users.length === commands.length ? 'all' : users.join(', '),
          ];
        }),
    ),
  ]);
}

function typeOf(shape) {
  switch (shape.kind) {
    case 'constant':
      return shape.values.map((value) => code(JSON.stringify(value))).join(', ');
    case 'list':
      return `list of ${typeOf(shape.of)}`;
    case 'strings':
      return 'strings by name';
    case 'either':
      return shape.of.map(typeOf).join(' or ');
    case 'record':
      return shape.name === ''
        ? `{ ${shape.fields.map(({ key, isOptional }) => `${key}${isOptional ? '?' : ''}`).join(', ')} }`
        : code(shape.name);
    default:
      return shape.kind;
  }
}

/** The records of a report, the report first, each before those in it. */
function records(shape, found = new Map()) {
  if (shape.kind === 'record') {
    if (shape.name !== '') {
      if (found.has(shape.name)) return found;
      found.set(shape.name, shape);
    }
    for (const field of shape.fields) records(field.shape, found);
  } else if (shape.kind === 'list') records(shape.of, found);
  else if (shape.kind === 'either') for (const one of shape.of) records(one, found);
  return found;
}

function reportLines({ reportShape, reportSchemaName, reportSchemaVersion }) {
  const found = records(reportShape);
  const lines = [
    `\`-f json\` writes the whole report: ${code(`"schema": "${reportSchemaName}"`)}, ${code(`"version": ${reportSchemaVersion}`)}. The version is`,
    'raised when a reader of the version before would misread a report. `schema/report.schema.json` is the JSON Schema',
    '(2020-12), which the package holds too. `?` marks what may be missing.',
  ];
  for (const shape of new Set([reportShape, ...found.values()])) {
    lines.push('', `### ${shape.name === '' ? 'report' : shape.name}`, '', shape.about, '');
    lines.push(
      ...table(
        ['Field', 'Holds'],
        shape.fields.map(({ key, shape: of, isOptional }) => [code(`${key}${isOptional ? '?' : ''}`), typeOf(of)]),
      ),
    );
  }
  return lines;
}

/** loose-ends.json, key by key. */
function projectLines(tables) {
  const { projectFileName, projectKeys, questionWords, modelShapes, commands, askingCommands, questionKeys, options } =
    tables;
  const asking = askingCommands();
  const users = new Map();
  for (const command of asking)
    for (const key of questionKeys(command)) users.set(key, [...(users.get(key) ?? []), command]);
  const inOrder = options.filter(({ name }) => users.has(name));
  const kindOf = ({ value, isRepeatable }) =>
    value === undefined ? '`true`' : isRepeatable === true ? 'a text, or a list of them' : 'a text or a number';
  return [
    `## ${projectFileName}`,
    '',
    `Lies in the folder of the project, beside go.mod. ${code('site')} reads what a site is made of when no report is named:`,
    '[guide.md](guide.md#a-site) has an example. The models of libraries are read by',
    `${commands
      .filter(({ name }) => name === 'check' || name === 'explain')
      .map(({ name }) => code(name))
      .join(
        ' and ',
      )}: [guide.md](guide.md#where-a-close-is-missing) has one of these. A key that is not listed here is an error.`,
    '',
    ...table(
      ['Key', 'Meaning'],
      [
        ...Object.entries(projectKeys).map(([key, meaning]) => [code(key), meaning]),
        ...Object.entries(modelShapes).map(([key, { about }]) => [code(key), `${about} See below.`]),
      ],
    ),
    '',
    '### questions',
    '',
    'A list; each question has these keys, and options of its command by their long names, without the hyphens.',
    '',
    ...table(
      ['Key', 'Meaning'],
      Object.entries(questionWords).map(([key, meaning]) => [code(key), meaning]),
    ),
    '',
    ...table(
      ['Option', 'Is', 'For'],
      inOrder.map((option) => [
        code(option.name),
        kindOf(option),
        users.get(option.name).length === asking.length ? 'all' : users.get(option.name).map(code).join(', '),
      ]),
    ),
    ...Object.entries(modelShapes).flatMap(([key, { about, keys }]) => [
      '',
      `### ${key}`,
      '',
      `A list. ${about} \`?\` marks what may be left out.`,
      '',
      ...table(
        ['Key', 'Meaning'],
        Object.entries(keys).map(([name, meaning]) => [code(name), meaning]),
      ),
    ]),
  ];
}

function ruleLines({ rules }) {
  return [
    'What `check` looks for. [Each rule has a page](rules/README.md) with an example and what to do.',
    '',
    ...table(
      ['Rule', 'What it says', 'Verdict', 'Level'],
      rules.map(({ id, summary, verdict, level }) => [`[${id}](rules/${id}.md)`, summary, code(verdict), level]),
    ),
  ];
}

async function reference() {
  const from = (path) => import(`../dist/${path}`);
  const tables = {
    ...(await from('cli/command-table.js')),
    ...(await from('cli/project-file.js')),
    ...(await from('app/user-models.js')),
    ...(await from('custody/rules.js')),
    ...(await from('render/formats.js')),
    ...(await from('render/words.js')),
    ...(await from('base/diagnostic.js')),
    ...(await from('report/report.js')),
    ...(await from('report/report-shape.js')),
  };
  const models = {
    ...(await from('models/lifecycle.js')),
    ...(await from('models/transport.js')),
    ...(await from('models/waits.js')),
    ...(await from('models/handoff.js')),
  };
  return [
    '# Reference',
    '',
    'Made from the tables in the code by `npm run reference`. How the commands are used is told in [guide.md](guide.md).',
    '',
    '## Commands',
    '',
    ...commandLines(tables),
    '',
    '## Options',
    '',
    'Options may stand before or after the command and its arguments.',
    ...optionLines(tables),
    '',
    '## Formats',
    '',
    'The ending of the file that `-o` names says the format, unless `-f` does. Without either, `explain` prints Markdown and',
    'the others a tree.',
    '',
    ...table(
      ['Format', 'Endings', 'What it is'],
      Object.entries(tables.formats).map(([name, { summary, extensions }]) => [
        code(name),
        extensions.map(code).join(', '),
        sentence(summary),
      ]),
    ),
    '',
    ...projectLines(tables),
    '',
    '## Rules',
    '',
    ...ruleLines(tables),
    '',
    '## Models',
    '',
    ...modelLines(models),
    '',
    '## Stops',
    '',
    'Why a trace ends at a hop, or what is not known at a call. The name is what a person reads, the kind what JSON holds.',
    '',
    ...table(
      ['Name', 'Kind', 'Meaning'],
      Object.entries(tables.stopKinds).map(([kind, { name, meaning }]) => [name, code(kind), meaning]),
    ),
    '',
    '## Diagnostics',
    '',
    'What was found wrong with the code or the place that it lies in; none stops an analysis. They stand under "Found on the',
    'way", and in JSON with their code.',
    '',
    ...table(
      ['Code', 'Meaning'],
      Object.entries(tables.diagnosticCodes).map(([name, meaning]) => [code(name), meaning]),
    ),
    '',
    '## Exit status',
    '',
    ...table(
      ['Status', 'Meaning'],
      tables.exitStatuses.map(({ status, meaning }) => [status, sentence(meaning)]),
    ),
    '',
    '## The report',
    '',
    ...reportLines(tables),
    '',
  ].join('\n');
}

/** What is generated, by its path below docs/. */
async function generated() {
  const { ruleDocuments } = await import('../dist/app/rule-documents.js');
  return new Map([
    ['reference.md', await reference()],
    ...ruleDocuments(undefined).map(({ path, text }) => [path, text]),
  ]);
}

/** Pages of rules that are there; only generated ones may be. */
function rulePages() {
  mkdirSync(join(docs, 'rules'), { recursive: true });
  return readdirSync(join(docs, 'rules')).map((name) => `rules/${name}`);
}

function isCurrent(path, text) {
  try {
    return readFileSync(join(docs, path), 'utf8') === text;
  } catch {
    return false;
  }
}

async function check() {
  const wanted = await generated();
  const wrong = [...wanted].filter(([path, text]) => !isCurrent(path, text)).map(([path]) => path);
  const others = rulePages().filter((path) => !wanted.has(path));
  for (const path of [...wrong, ...others])
    console.error(`docs/${path} is not what the code says: run \`npm run reference\`.`);
  return wrong.length + others.length === 0 ? 0 : 1;
}

async function write() {
  if (compile('tsconfig.json') !== 0) return 1;
  const wanted = await generated();
  for (const path of rulePages()) if (!wanted.has(path)) rmSync(join(docs, path));
  for (const [path, text] of wanted) writeFileSync(join(docs, path), text);
  return 0;
}

process.exitCode = await (process.argv.includes('--check') ? check() : write());
