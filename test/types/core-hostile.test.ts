// Types made to be deep, wide or endless: every question about them is answered, soon.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assignableTo, convertibleTo } from '#go/types/assignability.js';
import { identical, isComparable } from '#go/types/identical.js';
import { infer } from '#go/types/infer.js';
import { methodSet } from '#go/types/method-set.js';
import { implementsInterface } from '#go/types/missing-method.js';
import { sizesFor } from '#go/types/sizes.js';
import { newPointer, type Type } from '#go/types/type.js';
import { typeKey } from '#go/types/type-key.js';
import { commonUnder } from '#go/types/type-set.js';
import { typeString } from '#go/types/type-string.js';
import { goPackage } from './core-source.js';

const depth = 2000;
const steps = Array.from({ length: depth }, (_, i) => i + 1);
const sources: Readonly<Record<string, string>> = {
  'a deep alias': `type X0 = int\ntype Y0 = int\n${steps.map((i) => `type X${i} = []X${i - 1}\ntype Y${i} = []Y${i - 1}`).join('\n')}`,
  'a wide alias': `type X0 = int\ntype Y0 = int\n${steps
    .map((i) => `type X${i} = struct{ a, b X${i - 1} }\ntype Y${i} = struct{ a, b Y${i - 1} }`)
    .join('\n')}`,
  'deep embedding': `type X0 struct{}\ntype Y0 struct{}\n${steps
    .map((i) => `type X${i} struct{ X${i - 1} }\ntype Y${i} struct{ a [9]X${i - 1}; *Y${i - 1} }`)
    .join('\n')}`,
  'deep interfaces': `type X0 interface{ M() }\ntype Y0 interface{ M() }\n${steps
    .map((i) => `type X${i} interface{ X${i - 1} }\ntype Y${i} interface{ Y${i - 1}; M${i}() }`)
    .join('\n')}`,
  'interfaces in circles': `type X${depth} interface{ A; M(Y${depth}) }\ntype A interface{ X${depth} }\ntype Y${depth} interface{ M(X${depth}); Y${depth} }`,
  'a wide instance': `type D[P any] = func(P, P) P\n${`type X0 = D[int]\ntype Y0 = D[int]\n${steps
    .map((i) => `type X${i} = D[X${i - 1}]\ntype Y${i} = D[Y${i - 1}]`)
    .join('\n')}`}`,
  'a growing instance': `type T[P any] struct{ *T[[]P]; f func(T[*P]) }\nfunc (T[P]) M(T[map[string]P])\ntype X${depth} = T[int]\ntype Y${depth} = *T[string]`,
};

describe('hostile types', () => {
  for (const [name, source] of Object.entries(sources)) {
    it(name, () => {
      const p = goPackage(`${source}\ntype I interface{ M() }\nfunc f[P any, Q ~[]P](p P, q Q)\n`);
      const x = p.type(`X${depth}`);
      const y = p.type(`Y${depth}`);
      const started = performance.now();
      const ask = (t: Type): void => {
        assert.equal(typeof typeKey(t), 'string');
        assert.equal(typeof typeString(t), 'string');
        assert.equal(typeof isComparable(t), 'boolean');
        methodSet(t);
        sizesFor('386').sizeof(t);
        commonUnder(t);
        implementsInterface(t, p.type('I'));
        implementsInterface(p.type('I'), t);
        const { typeParams, params } = p.func('f').type;
        infer(typeParams, [], params.vars, [{ type: t }, { type: y }]);
      };
      ask(x);
      ask(y);
      ask(newPointer(x));
      identical(x, y);
      const value = { mode: 'value', type: x, value: undefined } as const;
      assignableTo(value, y);
      convertibleTo(value, y);
      assert(performance.now() - started < 20_000);
    });
  }
});
