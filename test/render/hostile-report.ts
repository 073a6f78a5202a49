// The sample report with names and texts that try to break out of every format.

import type { Report } from '#report/report.js';
import { sampleReport } from './sample-report.js';

/** Each is used as a name, a line of code, a reason, a file and a title. */
export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>',
  'a`b``c',
  'left | right || both',
  '\u001b[31mred\u001b[0m\u0007',
  'user\u202etxt.exe\u202c',
  'zero\u200bwidth\u2066isolate',
  '"quoted" \'single\' \\back\\',
  'end',
  'x--> o--o n1 --x n2',
  ']] --> n1["caught"]',
  'restyle http://x:y#z;q#w;',
  '$$\\frac{1}{2}$$ and $x$',
  '@apache @octocat fixes #123 and GH-7 in a1b2c3d4e5 :tada:',
  'https://evil.example/x www.evil.example',
  '1. one',
  '- item',
  '*a* _b_ ~~c~~ **d**',
  '%%{init: {"theme":"dark"}}%%',
  'fa:fa-car &amp; &lt;b&gt; #quot; #35;',
  'line\nbreak\r\nand\ttab',
  '名前 имя \ud83d\ude00 lone\ud800surrogate',
  'A'.repeat(10_000),
  '   ',
  '',
];

function replaceWith(text: string): Report {
  const at = { file: `dir/${text === '' ? 'empty' : text}.go`, line: 3, column: 1 };
  const codeLine = { ...at, code: text };
  return {
    ...sampleReport,
    question: { ...sampleReport.question, roots: [text], options: { [text]: text } },
    build: { ...sampleReport.build, modules: [{ path: text, version: text, main: true }], main: text, tags: [text] },
    links: [{ prefix: 'dir/', url: 'https://example.com/{path}#L{line}' }],
    answer: [text],
    functions: sampleReport.functions.map((f) => ({
      ...f,
      name: text,
      shortName: text,
      package: text,
      at,
      code: text,
      note: text,
    })),
    edges: sampleReport.edges.map((e) => ({
      ...e,
      site: codeLine,
      reason: text,
      needs: text,
      flow: [{ step: 'call', text, at: codeLine }],
      guards: [{ text, at: codeLine, because: text }],
      pruned: [{ name: text, reason: text, at: codeLine }],
    })),
    chains: sampleReport.chains.map((chain) => ({
      ...chain,
      lanes: chain.lanes.map((lane) => ({ ...lane, title: text })),
      hops: chain.hops.map((hop) => ({
        ...hop,
        via: text,
        stop: { kind: 'unresolved', text, at: codeLine },
        folded: { calls: 2, text },
      })),
    })),
    path: {
      to: text,
      sameGoroutine: true,
      found: true,
      text,
      paths: [{ hops: [1, 2], conditions: [text] }],
      searched: { functions: 1, sites: 1 },
      unresolved: [{ site: codeLine, reason: text }],
    },
    sections: [
      {
        id: 's',
        title: text,
        paragraphs: [[text, { code: text }, { text, at }]],
        table: { head: [text, 'b'], rows: [[[text], [{ code: text }]]] },
      },
    ],
    assumptions: [{ text, at: codeLine, change: text }],
    unknowns: [{ kind: 'cgo', text, at: codeLine }],
    diagnostics: [{ code: 'x', message: text, at }],
  };
}

export const hostileReports: readonly { readonly text: string; readonly report: Report }[] = hostileTexts.map(
  (text) => ({ text, report: replaceWith(text) }),
);
