// What commands answer beside a tree: links, diagnostics, debug output, the doctor, and plain sentences for bad input.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import type { Report } from '#report/report.js';
import { filesOf, render, runIn, settings, traceIn } from './trace-case.js';

const program = filesOf(`-- main.go --
package main

import "net"

func dial() net.Conn { c, _ := net.Dial("tcp", "x"); return c }

func main() { dial().Close() }
`);

function lines(files: Record<string, string>, command: 'debug-types' | 'debug-edges'): string[] {
  const outcome = runIn(files, { command, patterns: ['./...'], tests: false, main: [], settings });
  if (!('lines' in outcome)) throw new Error('lines');
  return [...outcome.lines];
}

function refused(
  files: Record<string, string>,
  words: readonly string[],
  message: RegExp,
  options?: Parameters<typeof traceIn>[2],
): void {
  assert.throws(
    () => traceIn(files, words, options),
    (error: unknown) => error instanceof UsageError && message.test(error.message),
  );
}

describe('a report', () => {
  it('links the standard library by its version', () => {
    assert.deepEqual(traceIn(program, ['trace', 'main.main']).links, [
      { prefix: 'std/', url: 'https://github.com/golang/go/blob/go1.26.8/src/{path}#L{line}' },
    ]);
  });

  it('has a section on its ends when it is to be read by others', () => {
    const report = traceIn(program, ['explain', 'main.main']);
    assert.deepEqual(
      report.sections.map(({ id }) => id),
      ['ends'],
    );
    assert.equal(report.question.command, 'explain');
  });

  it('answers for several roots, each for itself', () => {
    const both = traceIn(program, ['trace', 'main.main', 'main.dial']);
    assert.equal(both.chains.length, 2);
    const alone = traceIn(program, ['trace', 'main.dial']);
    const names = (report: Report, chain: number): (string | undefined)[] =>
      report.chains[chain]?.hops.map((hop) => report.functions.find((fn) => fn.id === hop.function)?.name) ?? [];
    assert.deepEqual(names(both, 1), names(alone, 0));
  });

  it('is the same twice, and with files in another order', () => {
    const one = JSON.stringify(traceIn(program, ['trace', 'main.main']));
    assert.equal(JSON.stringify(traceIn(program, ['trace', 'main.main'])), one);
    const reversed = Object.fromEntries(Object.entries(program).reverse());
    assert.equal(JSON.stringify(traceIn(reversed, ['trace', 'main.main'])), one);
  });
});

describe('debug output', () => {
  it('has a meta line and sorted records', () => {
    const types = lines(program, 'debug-types');
    assert.match(types[0] ?? '', /^\{"k":"meta","command":"types","patterns":\["\.\/\.\.\."\]/);
    assert.ok(
      types.some((line) => line.includes('"name":"Dial"') && line.includes('"at":"example.com/m/main.go:5:36"')),
    );
    const edges = lines(program, 'debug-edges')
      .slice(1)
      .map(
        (line) =>
          JSON.parse(line) as {
            caller: string;
            callee: string;
            callerName: string;
            calleeName: string;
            site: string;
            mode: string;
          },
      );
    assert.deepEqual(
      edges
        .filter((edge) => edge.site.startsWith('example.com/'))
        .map((edge) => `${edge.site} ${edge.callerName} ${edge.calleeName} ${edge.mode}`),
      [
        'example.com/m/main.go:5:32 example.com/m.dial net.Dial static',
        'example.com/m/main.go:7:15 example.com/m.main example.com/m.dial static',
        'example.com/m/main.go:7:15 example.com/m.main (*net.conn).Close invoke',
      ],
    );
    assert.ok(edges.every((edge) => /:\d+:\d+$/.test(edge.caller) && /:\d+:\d+$/.test(edge.callee)));
  });
});

describe('the doctor', () => {
  it('says what there is and what is missing', () => {
    const text = (files: Record<string, string>): string => {
      const outcome = runIn(files, { command: 'doctor', settings });
      return 'text' in outcome ? outcome.text : '';
    };
    assert.match(text(program), /Nothing that is imported is missing\./);
    const broken = filesOf(
      '-- go.mod --\nmodule example.com/m\n\ngo 1.21\n\nrequire example.com/other v1.0.0\n-- main.go --\npackage main\n\nimport _ "example.com/other/x"\n\nfunc main() {}\n',
    );
    assert.match(text(broken), /Missing: 1 package/);
    assert.match(text(broken), /go mod download example\.com\/other@v1\.0\.0/);
  });
});

describe('bad input is a plain sentence, or a typed stop', () => {
  it('no module, no such package, no such root', () => {
    refused({ '/src/a.go': 'package a\n' }, ['trace', 'F'], /go\.mod/);
    refused(program, ['trace', 'main.main', '--main', './none'], /none/);
    refused(program, ['trace', 'main.none'], /^No function main\.none/);
    refused(program, ['trace', 'main.go:99'], /^There is no function at main\.go:99/);
    refused(program, ['trace', 'main.main', '--assume', 'X=*net.None'], /There is no type net\.None/);
  });

  it('a missing module', () => {
    const files = filesOf(
      '-- go.mod --\nmodule example.com/m\n\ngo 1.21\n\nrequire example.com/other v1.0.0\n-- main.go --\npackage main\n\nimport "example.com/other"\n\nfunc main() { other.Run(func() {}) }\n',
    );
    const report = traceIn(files, ['trace', 'main.main']);
    assert.ok(report.diagnostics.some(({ message }) => message.includes('go mod download example.com/other@v1.0.0')));
    assert.equal(report.chains[0]?.hops[1]?.stop?.kind, 'no-source');
  });

  it('syntax errors, a BOM, CRLF, cyclic imports', () => {
    const broken = filesOf(
      '-- main.go --\npackage main\n\nimport "net"\n\nfunc main() { c, _ := net.Dial("a", "b"); c.Close() }\n\nfunc broken( {\n\nfunc after() {}\n',
    );
    const report = traceIn(broken, ['trace', 'main.main']);
    assert.ok(report.diagnostics.some(({ code }) => code === 'syntax-error'));
    assert.match(render(report), /\(\*net\.conn\)\.Close/);
    const odd = { ...program, '/src/main.go': `\ufeff${(program['/src/main.go'] ?? '').replaceAll('\n', '\r\n')}` };
    assert.match(render(traceIn(odd, ['trace', 'main.main'])), /\(\*net\.conn\)\.Close/);
    const cyclic = filesOf(
      '-- a/a.go --\npackage a\n\nimport "example.com/m/b"\n\nfunc A() { b.B() }\n-- b/b.go --\npackage b\n\nimport (\n\t"example.com/m/a"\n\t"net"\n)\n\nfunc B() { net.Dial("a", "b"); a.A() }\n',
    );
    assert.match(render(traceIn(cyclic, ['trace', 'a.A'])), /net\.Dial/);
  });

  it('a folder that may not be read, a loop of links, a large generated file', () => {
    const closed = traceIn({ ...program, '/src/secret/x.go': 'package secret\n' }, ['trace', 'main.main'], {
      problems: { '/src/secret': 'no-permission' },
    });
    assert.match(render(closed), /net\.Dial/);
    assert.deepEqual(closed.diagnostics, [
      {
        code: 'folder-unreadable',
        message: 'example.com/m/secret: The folder may not be read; it is left out.',
      },
    ]);
    const looped = traceIn(program, ['trace', 'main.main'], { links: { '/src/loop': '/src/loop' } });
    assert.match(render(looped), /net\.Dial/);
    const large = filesOf(
      `-- main.go --\npackage main\n\nimport "net"\n\nfunc main() { net.Dial("a", "b") }\n-- large.go --\npackage main\n\nvar table = []int{\n${'\t1, 2, 3, 4, 5, 6, 7, 8,\n'.repeat(50_000)}}\n`,
    );
    assert.match(render(traceIn(large, ['trace', 'main.main'])), /net\.Dial/);
  });
});
