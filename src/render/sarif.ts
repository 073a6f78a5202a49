// Findings as SARIF 2.1.0 (OASIS), with the path as a code flow and the place of the missing release as a related location.

import { type Say, sayIn } from '#language/say.js';
import type { Finding, FindingAlso, FindingsReport } from '#report/findings.js';
import type { CodeLine } from '#report/report.js';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

export function renderSarif(report: FindingsReport): string {
  const rules = report.rules.map(({ id, level, summary, verdict, about, remedy, url }) => ({
    id,
    name: id,
    shortDescription: { text: summary },
    fullDescription: { text: `${summary}\n\n${about}` },
    help: { text: remedy },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level },
    properties: { verdict },
  }));
  const say = sayIn(report.language);
  const index = new Map(report.rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, version: report.tool.version, rules } },
        ...(report.language === undefined ? {} : { language: report.language }),
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) => resultOf(finding, index.get(finding.rule) ?? -1, say)),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.diagnostics.map(({ code, message, at }) => ({
              descriptor: { id: code },
              level: 'note',
              message: { text: message },
              ...(at === undefined ? {} : { locations: [locationOf({ ...at, code: '' })] }),
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(finding: Finding, ruleIndex: number, say: Say): object {
  const { also = [] } = finding;
  const assumed = finding.assumption === '' ? '' : say` Assumed: ${finding.assumption}`;
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: finding.level,
    message: { text: say`${finding.message} ${finding.remedy.text}${assumed}` },
    locations: [
      {
        ...locationOf(finding.at, finding.endColumn),
        logicalLocations: [{ fullyQualifiedName: finding.function, kind: 'function' }],
      },
    ],
    relatedLocations: [
      { at: finding.remedy.at, text: finding.remedy.text },
      ...also.flatMap(({ at, message, remedy }) => [
        { at, text: say`Also here: ${message}` },
        { at: remedy.at, text: remedy.text },
      ]),
    ].map(({ at, text }, i) => ({ id: i + 1, ...locationOf(at), message: { text } })),
    codeFlows: [finding, ...also].filter(({ path }) => path.length > 0).map(flowOf),
    partialFingerprints: { 'looseEnds/v1': finding.fingerprint },
    properties: { verdict: finding.verdict },
  };
}

function flowOf({ path }: FindingAlso): object {
  const locations = path.map((step, i) => ({
    executionOrder: i + 1,
    location: { ...locationOf(step.at), message: { text: step.text } },
  }));
  return { threadFlows: [{ locations }] };
}

function locationOf(at: CodeLine, endColumn?: number): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(at.file), uriBaseId: '%SRCROOT%' },
      region: {
        startLine: at.line,
        startColumn: at.column,
        ...(endColumn === undefined || endColumn <= at.column ? {} : { endColumn }),
        ...(at.code === '' ? {} : { snippet: { text: at.code } }),
      },
    },
  };
}

/** A file name as a relative URI reference: each element escaped. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
