// Constants: literals, operations, rounding, text. The expected values are go/constant's.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  binaryOp,
  bytesToUtf8,
  type ConstantValue,
  compareConstants,
  int64Of,
  makeBool,
  makeComplex,
  makeFloat,
  makeInt,
  makeRat,
  makeString,
  shiftConstant,
  stringValue,
  toFloat,
  toInt,
  unaryOp,
  utf8ToBytes,
} from '#go/types/constant.js';
import { makeFromLiteral } from '#go/types/constant-literal.js';
import { constantString, exactString, quoteGo } from '#go/types/constant-string.js';
import { representable } from '#go/types/representable.js';
import type { BasicKind } from '#go/types/type.js';
import { basicType } from '#go/types/universe.js';

const int = (text: string): ConstantValue => makeFromLiteral('INT', text);
const float = (text: string): ConstantValue => makeFromLiteral('FLOAT', text);

describe('literals', () => {
  for (const [token, text, want] of [
    ['INT', '1_000', '1000'],
    ['INT', '0x_FF', '255'],
    ['INT', '0b101', '5'],
    ['INT', '0o17', '15'],
    ['INT', '017', '15'],
    ['INT', '08', 'unknown'],
    ['INT', '0x', 'unknown'],
    ['INT', '18446744073709551616', '18446744073709551616'],
    ['FLOAT', '.25', '1/4'],
    ['FLOAT', '1.', '1'],
    ['FLOAT', '2.5e3', '2500'],
    ['FLOAT', '1e-5', '1/100000'],
    ['FLOAT', '0x1p-2', '1/4'],
    ['FLOAT', '0x1.8p3', '12'],
    ['FLOAT', '0e999999999999', '0'],
    ['FLOAT', '1e1000000000', 'unknown'],
    ['FLOAT', '1e-1000000000', 'unknown'],
    ['IMAG', '2.5i', '(0 + 5/2i)'],
    ['IMAG', '0123i', '(0 + 123i)'],
    ['IMAG', '0x10i', '(0 + 16i)'],
    ['CHAR', "'a'", '97'],
    ['CHAR', "'世'", '19990'],
    ['CHAR', "'😀'", '128512'],
    ['CHAR', "'\\n'", '10'],
    ['CHAR', "'\\xff'", '255'],
    ['CHAR', "'\\377'", '255'],
    ['CHAR', "'\\u1234'", '4660'],
    ['CHAR', "'ab'", 'unknown'],
    ['CHAR', "'\\ud800'", 'unknown'],
    ['STRING', '"a\\tb"', '"a\\tb"'],
    ['STRING', '"é"', '"é"'],
    ['STRING', '"\\xff\\x00"', '"\\xff\\x00"'],
    ['STRING', '`a\\\r\nb`', '"a\\\\\\nb"'],
    ['STRING', '"\\q"', 'unknown'],
  ] as const) {
    it(`${token} ${JSON.stringify(text)} is ${want}`, () => {
      assert.equal(exactString(makeFromLiteral(token, text)), want);
    });
  }

  it('does not read a literal of a megabyte', () => {
    assert.equal(int('9'.repeat(1_000_000)).kind, 'unknown');
    assert.equal(float(`0.${'9'.repeat(1_000_000)}`).kind, 'unknown');
  });
});

describe('operations', () => {
  for (const [x, op, y, want] of [
    [int('7'), '/', int('2'), '7/2'],
    [int('-7'.slice(1)), '%', int('4'), '3'],
    [int('6'), '&^', int('3'), '4'],
    [int('1'), '+', float('0.5'), '3/2'],
    [float('0.5'), '*', int('2'), '1'],
    [int('1'), '/', int('0'), 'unknown'],
    [float('1.0'), '/', float('0.0'), 'unknown'],
    [makeString('a'), '+', makeString('b'), '"ab"'],
    [makeBool(true), '&&', makeBool(false), 'false'],
    [makeComplex(int('1'), int('2')), '*', makeComplex(int('3'), int('4')), '(-5 + 10i)'],
    [makeComplex(int('1'), int('2')), '/', makeComplex(int('3'), int('4')), '(11/25 + 2/25i)'],
    [int('1'), '+', makeString('a'), 'unknown'],
  ] as const) {
    it(`${exactString(x)} ${op} ${exactString(y)} is ${want}`, () => {
      assert.equal(exactString(binaryOp(x, op, y)), want);
    });
  }

  it('divides integers as Go does when asked to', () => {
    assert.equal(exactString(binaryOp(makeInt(-7), '/', makeInt(2), true)), '-3');
    assert.equal(exactString(binaryOp(makeInt(-7), '%', makeInt(2))), '-1');
  });

  it('complements in the size of an unsigned type', () => {
    assert.equal(exactString(unaryOp('^', makeInt(1), 8)), '254');
    assert.equal(exactString(unaryOp('^', makeInt(1))), '-2');
  });

  it('shifts, but not without end', () => {
    assert.equal(exactString(shiftConstant(makeInt(1), '<<', 100)), (1n << 100n).toString());
    assert.equal(exactString(shiftConstant(makeInt(-5), '>>', 1)), '-3');
    assert.equal(exactString(shiftConstant(makeInt(5), '>>', 1e300)), '0');
    assert.equal(shiftConstant(makeInt(1), '<<', 1e12).kind, 'unknown');
    assert.equal(exactString(shiftConstant(makeInt(0), '<<', 1e12)), '0');
  });

  it('does not grow without end', () => {
    let n: ConstantValue = makeInt(3);
    let s: ConstantValue = makeString('ab');
    let f: ConstantValue = makeRat(3n, 7n);
    for (let i = 0; i < 100; i++) {
      n = binaryOp(n, '*', n);
      s = binaryOp(s, '+', s);
      f = binaryOp(f, '*', f);
    }
    assert.equal(n.kind, 'unknown');
    assert.equal(s.kind, 'unknown');
    assert.equal(f.kind, 'unknown');
  });

  it('compares', () => {
    assert.equal(compareConstants(makeInt(1), '==', makeRat(2n, 2n)), true);
    assert.equal(compareConstants(makeRat(1n, 3n), '<', makeRat(1n, 2n)), true);
    assert.equal(compareConstants(makeString('a'), '<', makeString('b')), true);
    assert.equal(compareConstants(makeComplex(makeInt(1), makeInt(0)), '==', makeInt(1)), true);
  });

  it('keeps a fraction and takes integers out of one', () => {
    assert.equal(toInt(float('2.0')).kind, 'int');
    assert.equal(toInt(float('2.5')).kind, 'unknown');
    assert.equal(toFloat(makeInt(2)).kind, 'float');
    assert.equal(int64Of(makeInt(1n << 60n)), undefined);
  });
});

describe('representation', () => {
  for (const [v, kind, want] of [
    [makeInt(255), 'uint8', '255'],
    [makeInt(256), 'uint8', undefined],
    [makeInt(-1), 'uint', undefined],
    [makeInt(-128), 'int8', '-128'],
    [makeInt(128), 'int8', undefined],
    [makeInt((1n << 63n) - 1n), 'int', ((1n << 63n) - 1n).toString()],
    [makeInt(1n << 63n), 'int64', undefined],
    [makeInt((1n << 64n) - 1n), 'uint64', ((1n << 64n) - 1n).toString()],
    [float('2.0'), 'int', '2'],
    [float('2.5'), 'int', undefined],
    [float('16777217.0'), 'float32', '16777216'],
    [float('0.1'), 'float64', '3602879701896397/36028797018963968'],
    [float('1e308'), 'float32', undefined],
    [float('1e309'), 'float64', undefined],
    [float('1e-400'), 'float64', '0'],
    [makeInt(1), 'complex128', '(1 + 0i)'],
    [makeString('a'), 'int', undefined],
    [makeBool(true), 'bool', 'true'],
  ] as readonly (readonly [ConstantValue, BasicKind, string | undefined])[]) {
    it(`${exactString(v)} as ${kind} is ${want ?? 'no value'}`, () => {
      const value = representable(v, basicType(kind));
      assert.equal(value && exactString(value), want);
    });
  }

  it('rounds as a double does', () => {
    for (const n of [1 / 3, 5e-324, 2 ** -1074 * 3, Number.MAX_VALUE, 123456.789, 2 ** 53 + 2]) {
      const value = representable(makeFloat(n), basicType('float64'));
      assert(value);
      assert.equal(exactString(value), exactString(makeFloat(n)));
    }
  });

  it('knows the size of int', () => {
    assert.equal(representable(makeInt(1n << 31n), basicType('int'), 32), undefined);
    assert(representable(makeInt(1n << 31n), basicType('uint'), 32));
  });
});

describe('text', () => {
  it('keeps bytes', () => {
    assert.equal(utf8ToBytes('é').length, 2);
    assert.equal(bytesToUtf8(utf8ToBytes('世😀')), '世😀');
    assert.equal(stringValue(makeString('\xff')), '\ufffd');
  });

  it('quotes as strconv.Quote', () => {
    assert.equal(quoteGo(utf8ToBytes('a"b\\\u0001\u007f\u00a0é😀\u{e000}')), '"a\\"b\\\\\\x01\\x7f\\u00a0é😀\\ue000"');
    assert.equal(quoteGo('\xc3('), '"\\xc3("');
  });

  it('leaves long values out', () => {
    assert.equal(constantString(makeString('x'.repeat(78))).length, 80);
    assert.equal(constantString(makeString('x'.repeat(79))), '');
  });
});
