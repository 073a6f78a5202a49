// Reading Go text in tests: by tree-sitter, by hand, and with the invariants of every tree checked.

import assert from 'node:assert/strict';
import type { Diagnostic } from '#base/diagnostic.js';
import { SourceText } from '#base/position.js';
import type { Node } from '#go/syntax/ast.js';
import { loadSourceFile } from '#go/syntax/load-source-file.js';
import type { ReadDeclaration } from '#go/syntax/read-declaration.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import { childrenOf, walk } from '#go/syntax/walk.js';

/** A text with positions that do not start at 1, so that forgotten offsets show. */
export function textOf(source: string | Uint8Array, name = 'x.go'): SourceText {
  return new SourceText(name, `/${name}`, typeof source === 'string' ? Buffer.from(source) : source, 1000);
}

export function load(source: string | Uint8Array, read?: ReadDeclaration): SourceFile {
  return read === undefined ? loadSourceFile(textOf(source)) : loadSourceFile(textOf(source), read);
}

/** Parses every unit and returns all diagnostics as `line:column message`. */
export function problemsOf(file: SourceFile): string[] {
  for (const unit of file.units) void unit.decl;
  return file.diagnostics.map(
    ({ position, message }: Diagnostic) => `${position?.line}:${position?.column} ${message}`,
  );
}

/** What a unit declares, in short: `func f`, `func T.m`, `var a, b`. */
export function outline(file: SourceFile): string[] {
  return file.units.map(({ kind, names, recvTypeName, recvPointer }) => {
    const receiver = recvTypeName === undefined ? '' : `${recvPointer ? '*' : ''}${recvTypeName}.`;
    return `${kind} ${receiver}${names.map(({ name }) => name).join(', ')}`.trimEnd();
  });
}

/**
 * A node lies within its parent and behind its elder siblings. (A declared function's type starts at `func`, in front of
 * receiver and name, as in go/ast.)
 */
export function checkPositions(root: Node): void {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    assert.ok(node.pos <= node.end, `${node.kind} ends before it starts`);
    let last = node.pos;
    for (const child of childrenOf(node)) {
      const outside = child.kind === 'FuncType' && node.kind === 'FuncDecl';
      assert.ok(outside || child.pos >= last, `${child.kind} in ${node.kind} starts at ${child.pos}, before ${last}`);
      assert.ok(child.end <= node.end, `${child.kind} in ${node.kind} ends at ${child.end}, behind ${node.end}`);
      last = child.end;
      stack.push(child);
    }
  }
}

/** Every node of broken code starts before it ends, in the file. */
export function checkSpans(root: Node, file: SourceFile): void {
  const { base, bytes } = file.text;
  walk(root, (node) => {
    assert.ok(
      base <= node.pos && node.pos <= node.end && node.end <= base + bytes.length,
      `${node.kind} ${node.pos} ${node.end}`,
    );
    return true;
  });
}
