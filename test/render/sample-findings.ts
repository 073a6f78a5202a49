// Findings with everything that a rendering has to cope with: odd names, several files, an assumption, no path.

import type { FindingsReport } from '#report/findings.js';

export const sampleFindings: FindingsReport = {
  schema: 'loose-ends/findings',
  version: 1,
  tool: { name: 'loose-ends', version: '1.2.3' },
  packages: ['example.com/m/a', 'example.com/m/b'],
  rules: [
    {
      id: 'never-released',
      verdict: 'leaked',
      level: 'error',
      summary: 'No path lets go of it.',
      about: 'It is <never> closed.',
      remedy: 'Close it.',
      url: 'https://example.org/x/rules/never-released.html',
    },
    {
      id: 'no-waker',
      verdict: 'blocked',
      level: 'warning',
      summary: 'Nothing wakes it.',
      about: 'It waits.',
      remedy: 'Wake it.',
    },
  ],
  findings: [
    {
      rule: 'never-released',
      verdict: 'leaked',
      level: 'error',
      message: 'The file in f is never closed: 100 % of it, "all".',
      at: { file: 'a b/x,y.go', line: 7, column: 2, code: 'f, err := os.Open(name)' },
      endColumn: 25,
      function: 'example.com/m/a.read',
      package: 'example.com/m/a',
      remedy: { at: { file: 'a b/x,y.go', line: 12, column: 1, code: '}' }, text: 'Close f.' },
      path: [
        { at: { file: 'a b/x,y.go', line: 7, column: 2, code: 'f, err := os.Open(name)' }, text: 'acquired here' },
        { at: { file: 'a b/other.go', line: 120, column: 3, code: 'return\u0007' }, text: 'err != nil is false' },
      ],
      assumption: 'It is a file.',
      fingerprint: '0123456789abcdef0123',
    },
    {
      rule: 'no-waker',
      verdict: 'blocked',
      level: 'warning',
      message: 'Nothing wakes this.',
      at: { file: 'b.go', line: 1, column: 1, code: '<-c' },
      endColumn: 1,
      function: 'example.com/m/b.wait$1',
      package: 'example.com/m/b',
      remedy: { at: { file: 'c.go', line: 3, column: 1, code: 'x' }, text: 'Close c:\nhere.' },
      path: [],
      assumption: '',
      fingerprint: 'fedcba98765432100000',
    },
  ],
  hidden: { suppressed: 1, baseline: 2 },
  diagnostics: [
    { code: 'syntax-error', message: 'A file is odd.', at: { file: 'c.go', line: 2, column: 1 } },
    { code: 'package-missing', message: 'x is not here.' },
    { code: 'package-missing', message: 'y is not here.' },
  ],
};
