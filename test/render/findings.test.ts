import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFindingsText } from '#render/findings-text.js';
import { renderGithub } from '#render/github.js';
import { renderSarif } from '#render/sarif.js';
import { formOf } from '../support/forms.js';
import { sampleFindings } from './sample-findings.js';

test('text is printed as compilers print errors', () => {
  assert.equal(
    renderFindingsText(sampleFindings, { color: false }),
    [
      'error[never-released]: The file in f is never closed: 100 % of it, "all".',
      '   --> a b/x,y.go:7:2 in example.com/m/a.read',
      '  7 | f, err := os.Open(name)',
      '   ::: a b/other.go',
      '120 | return\\x07',
      '    | ^ err != nil is false',
      '    = help: line 12: Close f.',
      '    = assumed: It is a file.',
      '',
      'warning[no-waker]: Nothing wakes this.',
      ' --> b.go:1:1 in example.com/m/b.wait$1',
      '1 | <-c',
      '  = help: c.go:3: Close c:\\nhere.',
      '',
      'note: c.go:2: A file is odd.',
      '',
      'note: 2 imported packages are not here; what is done by calling them is not known. The first: x is not here.',
      '',
      '2 findings in 2 packages (1 hidden by comments, 2 in the baseline).',
      '',
    ].join('\n'),
  );
  const quiet = { ...sampleFindings, findings: [], diagnostics: [], hidden: { suppressed: 0, baseline: 0 } };
  assert.equal(renderFindingsText(quiet, { color: false }), 'No findings in 2 packages.\n');
  assert.match(renderFindingsText(sampleFindings, { color: true }), /^\x1b\[1;31merror\[never-released\]\x1b\[0m: /);
});

test('GitHub’s annotations escape what ends them', () => {
  assert.deepEqual(renderGithub(sampleFindings).split('\n'), [
    '::error file=a b/x%2Cy.go,line=7,col=2,title=loose-ends%3A never-released::The file in f is never closed: 100 %25 of it, "all". a b/x,y.go:12: Close f.',
    '::warning file=b.go,line=1,col=1,title=loose-ends%3A no-waker::Nothing wakes this. c.go:3: Close c:%0Ahere.',
    '',
  ]);
});

test('SARIF is of the form that SARIF 2.1.0 asks for', () => {
  const log = JSON.parse(renderSarif(sampleFindings)) as {
    runs: {
      results: {
        ruleId: string;
        ruleIndex: number;
        codeFlows: unknown[];
        partialFingerprints: unknown;
        locations: unknown;
      }[];
    }[];
  };
  const chinese = renderSarif({ ...sampleFindings, language: 'zh-CN' });
  const none = renderSarif({ ...sampleFindings, findings: [], diagnostics: [] });
  const { wrong } = formOf('sarif', { 'a.sarif': renderSarif(sampleFindings), 'b.sarif': chinese, 'c.sarif': none });
  assert.equal(wrong, '');
  // What has not the form is refused.
  const odd = renderSarif(sampleFindings).replace('"ruleId"', '"ruleID"').replace('"startLine": 7', '"startLine": 0');
  assert.match(formOf('sarif', { 'odd.sarif': odd }).wrong, /ruleID is not allowed[\s\S]*startLine: Must be greater/);
  const [run] = log.runs;
  const [first, second] = run?.results ?? [];
  assert.equal(first?.ruleIndex, 0);
  assert.equal(first?.codeFlows.length, 1);
  assert.deepEqual(second?.codeFlows, []);
  assert.deepEqual(first?.partialFingerprints, { 'looseEnds/v1': '0123456789abcdef0123' });
  assert.ok(JSON.stringify(first?.locations).includes('"uri":"a%20b/x%2Cy.go"'));
});
