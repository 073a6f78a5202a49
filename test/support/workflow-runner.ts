// Runs the job of a workflow for GitHub Actions here: its shell steps for real, in bash as GitHub's runners call it; conditions and
// `${{ }}` by GitHub's own evaluator; composite actions that are files here step by step; other actions by who asks. Both
// forms are first read by GitHub's own parser, which has their schemas.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { parse } from 'yaml';

// GitHub's parser imports JSON as bundlers take it; Node takes it for a module that exports it.
const jsonAsModule = `import { readFile } from 'node:fs/promises';
export const load = async (url, context, next) =>
  url.endsWith('.json')
    ? { format: 'module', shortCircuit: true, source: 'export default ' + (await readFile(new URL(url), 'utf8')) }
    : next(url, context);`;
register(`data:text/javascript,${encodeURIComponent(jsonAsModule)}`);
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');
const { convertActionTemplate, parseAction } = await import('@actions/workflow-parser/actions/index');

type Values = Readonly<Record<string, unknown>>;

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface StepResult {
  /** Its name, id, action or first line. */
  readonly step: string;
  readonly conclusion: 'success' | 'failure' | 'skipped';
  /** Exit status of a shell step that ran. */
  readonly status?: number;
  readonly printed: string;
}

export interface JobResult {
  readonly conclusion: 'success' | 'failure';
  /** In the order in which they came; the steps of a composite action before the action itself. */
  readonly steps: readonly StepResult[];
}

export interface RunnerOptions {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  /** What `github` is. */
  readonly github: Values;
  readonly secrets?: Values;
  /** Does what an action does; a string is the folder of a composite action, to be run. What it throws fails the step. */
  use(uses: string, inputs: Readonly<Record<string, string>>): string | undefined;
}

/** What GitHub's parser finds wrong with a workflow or an action. */
export async function wrongIn(kind: 'workflow' | 'action', name: string, content: string): Promise<string[]> {
  const trace = new NoOperationTraceWriter();
  const { context, value } = (kind === 'workflow' ? parseWorkflow : parseAction)({ name, content }, trace);
  if (value !== undefined) {
    if (kind === 'workflow') await convertWorkflowTemplate(context, value);
    else convertActionTemplate(context, value);
  }
  return context.errors.getErrors().map(({ message }) => message);
}

/** The only job of a workflow. */
export async function runJob(workflow: string, options: RunnerOptions): Promise<JobResult> {
  const { jobs } = parse(workflow) as { jobs: Readonly<Record<string, { steps: readonly Step[] }>> };
  const [job, ...others] = Object.values(jobs);
  assert.ok(job !== undefined && others.length === 0);
  const results: StepResult[] = [];
  const { failed } = await runSteps(job.steps, { secrets: options.secrets ?? {} }, options, results, undefined);
  return { conclusion: failed ? 'failure' : 'success', steps: results };
}

/** What steps know of those before them, by id. */
type Done = Record<string, { readonly outputs: Values; readonly outcome: string; readonly conclusion: string }>;

async function runSteps(
  steps: readonly Step[],
  contexts: Values,
  options: RunnerOptions,
  results: StepResult[],
  action: string | undefined,
): Promise<{ readonly failed: boolean; readonly done: Done }> {
  const done: Done = {};
  let failed = false;
  for (const step of steps) {
    const scope = { contexts: { github: options.github, ...contexts, steps: done }, failed };
    const name = step.name ?? step.id ?? step.uses ?? step.run?.split('\n')[0] ?? '';
    const put = (conclusion: StepResult['conclusion'], more: Partial<StepResult> = {}, outputs: Values = {}): void => {
      results.push({ step: name, conclusion, printed: '', ...more });
      if (step.id !== undefined) done[step.id] = { outputs, outcome: conclusion, conclusion };
      failed ||= conclusion === 'failure';
    };
    if (!holds(step.if, scope)) put('skipped');
    else if (step.run !== undefined) {
      const { status, printed, outputs } = await runShell(step, step.run, scope, options, action);
      put(status === 0 ? 'success' : 'failure', { status, printed }, outputs);
    } else {
      const used = await runAction(step, scope, options, results);
      put(used.failed ? 'failure' : 'success', { printed: used.printed }, used.outputs);
    }
  }
  return { failed, done };
}

async function runAction(
  step: Step,
  scope: Scope,
  options: RunnerOptions,
  results: StepResult[],
): Promise<{ readonly failed: boolean; readonly printed: string; readonly outputs: Values }> {
  const given = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([key, value]) => [key, interpolated(String(value), scope)]),
  );
  let folder: string | undefined;
  try {
    folder = options.use(step.uses ?? '', given);
  } catch (error) {
    return { failed: true, printed: String(error), outputs: {} };
  }
  if (folder === undefined) return { failed: false, printed: '', outputs: {} };
  const action = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as Action;
  assert.equal(action.runs.using, 'composite');
  for (const key of Object.keys(given)) assert.ok(action.inputs[key] !== undefined, `there is no input ${key}`);
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([key, input]) => [key, given[key] ?? interpolated(input.default ?? '', scope)]),
  );
  const { failed, done } = await runSteps(action.runs.steps, { inputs }, options, results, folder);
  const inside = { contexts: { steps: done }, failed };
  const outputs = Object.fromEntries(
    Object.entries(action.outputs ?? {}).map(([key, { value }]) => [key, interpolated(value, inside)]),
  );
  return { failed, printed: '', outputs };
}

async function runShell(
  step: Step,
  script: string,
  scope: Scope,
  options: RunnerOptions,
  action: string | undefined,
): Promise<{ readonly status: number; readonly printed: string; readonly outputs: Values }> {
  // A step of an action has to name its shell, and `bash` named means more than bash as the default.
  assert.ok(step.shell === 'bash' || (step.shell === undefined && action === undefined));
  const folder = mkdtempSync(join(tmpdir(), 'loose-ends-step-'));
  const file = join(folder, 'script.sh');
  const output = join(folder, 'output');
  writeFileSync(file, interpolated(script, scope));
  writeFileSync(output, '');
  const flags = step.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, interpolated(value, scope)] as const);
  const child = spawn('bash', [...flags, file], {
    cwd: options.workspace,
    env: {
      ...process.env,
      CI: 'true',
      GITHUB_OUTPUT: output,
      ...(action === undefined ? {} : { GITHUB_ACTION_PATH: action }),
      ...options.env,
      ...Object.fromEntries(env),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  const lines = readFileSync(output, 'utf8').split('\n');
  rmSync(folder, { recursive: true });
  const outputs = lines.filter((line) => line !== '').map((line) => /^(\w+)=(.*)$/.exec(line) ?? assert.fail(line));
  return { status, printed, outputs: Object.fromEntries(outputs.map(([, key, value]) => [key ?? '', value])) };
}

interface Scope {
  readonly contexts: Values;
  /** Whether a step before has failed. */
  readonly failed: boolean;
}

/** Whether a step is to run: where its condition names no status, only if none before it has failed. */
function holds(condition: Step['if'], scope: Scope): boolean {
  const text = String(condition ?? 'success()');
  const bare = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1] ?? text;
  const namesStatus = /\b(success|failure|always|cancelled)\s*\(/.test(bare);
  return evaluated(namesStatus ? bare : `success() && (${bare})`, scope).coerceString() === 'true';
}

function interpolated(text: string, scope: Scope): string {
  return text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, expression: string) => evaluated(expression, scope).coerceString());
}

function evaluated(expression: string, { contexts, failed }: Scope): data.ExpressionData {
  const statuses = { success: !failed, failure: failed, always: true, cancelled: false };
  const functions = Object.entries(statuses).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const parsed = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), functions).parse();
  return new Evaluator(parsed, known, new Map(functions.map((one) => [one.name, one]))).evaluate();
}
