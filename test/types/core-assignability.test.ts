// Assigning and converting values; sizes.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assignableTo,
  comparableOperands,
  convertConstant,
  convertibleTo,
  defaultType,
  implicitType,
} from '#go/types/assignability.js';
import { makeFloat, makeInt } from '#go/types/constant.js';
import { exactString } from '#go/types/constant-string.js';
import type { TypeAndValue } from '#go/types/info.js';
import { sizesFor } from '#go/types/sizes.js';
import { type Type, under, unknown } from '#go/types/type.js';
import { typeString } from '#go/types/type-string.js';
import { basicType } from '#go/types/universe.js';
import { goPackage } from './core-source.js';

const p = goPackage(`
type MyInt int
type Slice []int
type Map map[string]int
type Ch chan int
type Fn func(int)
type I interface{ M() }
type Impl struct{ a int \`x\` }
func (Impl) M() {}
type Other struct{ a int }
var i int
var s []int
var m map[string]int
var c chan int
var r <-chan int
var f func(int)
var b []byte
var runes []rune
var str string
var u uintptr
var f64 float64
var arr [4]int
var parr *[4]int
var pi *Impl
var po *Other
var e error
var a any
func g[P ~[]int, Q ~int | ~float64](p P, q Q)
type Layout struct{ a bool; b int64; c bool; d string; e struct{} }
type Word struct{ a uint8; b complex128; c [3]int16 }
`);

const value = (name: string): TypeAndValue => ({ mode: 'value', type: p.type(name), value: undefined });
const nil: TypeAndValue = { mode: 'nil', type: basicType('untyped nil'), value: undefined };
const constant = (n: number): TypeAndValue =>
  Number.isInteger(n)
    ? { mode: 'const', type: basicType('untyped int'), value: makeInt(n) }
    : { mode: 'const', type: basicType('untyped float'), value: makeFloat(n) };
const param = (i: number): Type => {
  const found = p.func('g').type.typeParams[i];
  assert(found);
  return found;
};

describe('assignableTo', () => {
  for (const [from, to, want] of [
    ['i', 'MyInt', 'no'],
    ['s', 'Slice', 'yes'],
    ['Slice', 's', 'yes'],
    ['m', 'Map', 'yes'],
    ['c', 'r', 'yes'],
    ['r', 'c', 'no'],
    ['Ch', 'r', 'yes'],
    ['f', 'Fn', 'yes'],
    ['Impl', 'I', 'yes'],
    ['Other', 'I', 'no'],
    ['Impl', 'a', 'yes'],
    ['I', 'a', 'yes'],
    ['a', 'I', 'no'],
    ['Impl', 'Other', 'no'],
  ] as const) {
    it(`${from} to ${to}: ${want}`, () => assert.equal(assignableTo(value(from), p.type(to)), want));
  }

  it('gives untyped values a type', () => {
    assert.equal(assignableTo(nil, p.type('s')), 'yes');
    assert.equal(assignableTo(nil, p.type('e')), 'yes');
    assert.equal(assignableTo(nil, p.type('i')), 'no');
    assert.equal(assignableTo(constant(1), p.type('MyInt')), 'yes');
    assert.equal(assignableTo(constant(1.5), p.type('MyInt')), 'no');
    assert.equal(assignableTo(constant(1), p.type('I')), 'no');
    assert.equal(assignableTo(constant(1), p.type('a')), 'yes');
    assert.equal(assignableTo(constant(1), param(1)), 'yes');
    assert.equal(assignableTo(constant(1.5), param(1)), 'no');
    const type = implicitType(constant(1), p.type('a'));
    assert.equal(type && typeString(type), 'int');
    assert.equal(typeString(defaultType(basicType('untyped rune'))), 'rune');
  });

  it('does not know about Unknowns', () => {
    assert.equal(assignableTo(value('i'), unknown('no source')), 'unknown');
    assert.equal(assignableTo({ mode: 'value', type: unknown('no source'), value: undefined }, p.type('i')), 'unknown');
  });

  it('looks at type parameters', () => {
    assert.equal(assignableTo(value('s'), param(0)), 'yes');
    assert.equal(assignableTo(value('Slice'), param(0)), 'no');
    assert.equal(assignableTo({ mode: 'value', type: param(0), value: undefined }, p.type('s')), 'yes');
    assert.equal(assignableTo({ mode: 'value', type: param(0), value: undefined }, param(0)), 'yes');
  });
});

describe('convertibleTo', () => {
  for (const [from, to, want] of [
    ['i', 'f64', 'yes'],
    ['i', 'str', 'yes'],
    ['f64', 'str', 'no'],
    ['b', 'str', 'yes'],
    ['str', 'runes', 'yes'],
    ['str', 's', 'no'],
    ['Impl', 'Other', 'yes'],
    ['pi', 'po', 'yes'],
    ['s', 'arr', 'yes'],
    ['s', 'parr', 'yes'],
    ['arr', 's', 'no'],
    ['u', 'i', 'yes'],
  ] as const) {
    it(`${from} to ${to}: ${want}`, () => assert.equal(convertibleTo(value(from), p.type(to)), want));
  }

  it('asks every type of a type parameter', () => {
    assert.equal(convertibleTo({ mode: 'value', type: param(1), value: undefined }, p.type('i')), 'yes');
    assert.equal(convertibleTo({ mode: 'value', type: param(1), value: undefined }, p.type('str')), 'no');
    assert.equal(convertibleTo(value('i'), param(1)), 'yes');
  });

  it('converts constants', () => {
    const text = (n: number, to: string): string | undefined => {
      const v = convertConstant(makeInt(n), p.type(to));
      return v && exactString(v);
    };
    assert.equal(text(0x4e16, 'str'), '"世"');
    assert.equal(text(-1, 'str'), '"\ufffd"');
    assert.equal(text(3, 'MyInt'), '3');
    assert.equal(text(3, 's'), undefined);
  });
});

describe('comparableOperands', () => {
  it('wants one assignable to the other', () => {
    assert.equal(comparableOperands(value('i'), constant(1)), 'yes');
    assert.equal(comparableOperands(value('s'), nil), 'yes');
    assert.equal(comparableOperands(value('s'), value('s')), 'no');
    assert.equal(comparableOperands(value('Impl'), value('I')), 'yes');
    assert.equal(comparableOperands(value('i'), value('f64')), 'no');
  });
});

describe('sizes', () => {
  const layout = (arch: string, name: string): string => {
    const sizes = sizesFor(arch);
    const t = p.type(name);
    const u = under(t);
    assert(u.kind === 'Struct');
    return `${sizes.sizeof(t)} ${sizes.alignof(t)} ${sizes.offsetsof(u)}`;
  };
  it('lays structs out as the compiler does', () => {
    assert.equal(layout('amd64', 'Layout'), '48 8 0,8,16,24,40');
    assert.equal(layout('386', 'Layout'), '28 4 0,4,12,16,24');
    assert.equal(layout('arm64', 'Word'), '32 8 0,8,24');
    assert.equal(layout('arm', 'Word'), '28 4 0,4,20');
  });
  it('does not know the size of a type parameter', () => {
    assert.equal(sizesFor('amd64').sizeof(param(0)), undefined);
  });
});
