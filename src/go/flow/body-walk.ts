// The walk that makes the summary of a body. Reaching definitions follow Go's structured control flow; a function with
// `goto`, and a variable that a literal captures or whose address is taken, is treated flow-insensitively
// (over-approximates).

import type { Pos } from '#base/position.js';
import type {
  CallExpr,
  CompositeLit,
  Expr,
  FuncLit,
  Ident,
  SelectStmt,
  Stmt,
  SwitchStmt,
  TypeSwitchStmt,
  VarSpec,
} from '#go/syntax/ast.js';
import type { Info } from '#go/types/info.js';
import type { Var } from '#go/types/object.js';
import { type Type, under } from '#go/types/type.js';
import {
  type Body,
  builtinName,
  type Call,
  type ChannelOperation,
  type Condition,
  type Def,
  type Return,
  type Source,
  type Store,
} from './body.js';
import { endsInFallthrough, neverEnds } from './control-flow.js';
import { FreshFields } from './fresh-fields.js';
import type { Fn } from './function.js';
import { keptBy } from './kept-values.js';
import { iteratorCall } from './range-over-func.js';
import { type SharedVariables, sharedVariables } from './shared-variables.js';
import { isInterface } from './type-shape.js';

type Environment = Map<Var, readonly Def[]>;

/** Builds the summary of a body. O(size of the body), twice for loops. */
export function summarize(fn: Fn): Body {
  return new BodyWalk(fn).run();
}

/** Whether one of the conditions may say something about a type: a clause of a type switch, a boolean, a call. */
function testsTypes(condition: Condition): boolean {
  for (let c: Condition | undefined = condition; c !== undefined; c = c.outer)
    if (c.kind.startsWith('type-') || (c.kind === 'if' && c.expr !== undefined && mayTestType(c.expr))) return true;
  return false;
}

function mayTestType(x: Expr): boolean {
  switch (x.kind) {
    case 'Ident':
    case 'CallExpr':
      return true;
    case 'ParenExpr':
    case 'UnaryExpr':
      return mayTestType(x.x);
    case 'BinaryExpr':
      return (x.op === '&&' || x.op === '||') && (mayTestType(x.x) || mayTestType(x.y));
    default:
      return false;
  }
}

class BodyWalk {
  readonly fn: Fn;
  readonly info: Info;
  readonly calls: Call[] = [];
  readonly stores: Store[] = [];
  readonly returns: Return[] = [];
  readonly operations: ChannelOperation[] = [];
  readonly literals: FuncLit[] = [];
  readonly composites: CompositeLit[] = [];
  readonly panics: CallExpr[] = [];
  readonly news: CallExpr[] = [];
  readonly defs = new Map<Var, Def[]>();
  readonly reaching = new Map<Ident, Def[]>();
  readonly tested = new Map<Ident, Condition>();
  readonly shared: SharedVariables;
  readonly fresh: FreshFields;
  readonly seen = new Map<object, Def>();
  hasBareReturn = false;
  condition: Condition | undefined;
  env: Environment | undefined = new Map();
  readonly breaks: { label: string | undefined; isLoop: boolean; out: Environment[]; next: Environment[] }[] = [];
  /** False on the second round through a loop, when only definitions are propagated. */
  recording = true;

  constructor(fn: Fn) {
    this.fn = fn;
    this.info = fn.info;
    this.fresh = new FreshFields(fn);
    this.shared = sharedVariables(fn);
  }

  run(): Body {
    const { fn } = this;
    const zero: Source = { kind: 'zero' };
    const param = (variable: Var | undefined, index: number): void => {
      if (variable === undefined) return;
      this.addDef(
        {
          variable,
          kind: 'param',
          source: zero,
          index,
          clause: undefined,
          statement: undefined,
          pos: variable.pos,
          condition: undefined,
          fn,
        },
        variable,
      );
    };
    param(fn.recv, -1);
    fn.params.forEach((variable, index) => param(variable, index));
    for (const variable of fn.results) {
      if (variable !== undefined) this.define(variable, zero, variable.pos, variable);
    }
    if (fn.body !== undefined) this.block(fn.body.list);
    else if (fn.node.kind === 'VarSpec') for (const value of fn.node.values) this.expr(value);
    return {
      fn,
      calls: this.calls,
      stores: this.stores,
      returns: this.returns,
      operations: this.operations,
      literals: this.literals,
      composites: this.composites,
      panics: this.panics,
      news: this.news,
      defs: this.defs,
      reaching: this.shared.hasGoto ? new Map() : this.reaching,
      tested: this.shared.hasGoto ? new Map() : this.tested,
      fields: this.shared.hasGoto ? new Map() : this.fresh.reads(),
      stored: this.shared.stored,
      fallsThrough: this.env !== undefined,
      hasBareReturn: this.hasBareReturn,
    };
  }

  // ---- definitions ---------------------------------------------------------------------------------------

  addDef(def: Def, key: object): void {
    const known = this.seen.get(key);
    const actual = known ?? def;
    if (known === undefined) {
      this.seen.set(key, def);
      const all = this.defs.get(def.variable);
      if (all === undefined) this.defs.set(def.variable, [def]);
      else all.push(def);
    }
    if (this.shared.insensitive.has(def.variable)) return;
    this.env?.set(def.variable, [actual]);
  }

  define(variable: Var, source: Source, pos: Pos, key: object): void {
    this.addDef(
      {
        variable,
        kind: 'source',
        source,
        index: 0,
        clause: undefined,
        statement: undefined,
        pos,
        condition: this.condition,
        fn: this.fn,
      },
      key,
    );
    const value = source.kind === 'expr' && !this.shared.insensitive.has(variable) ? source.expr : undefined;
    this.fresh.set(this.env, variable, value, this.condition);
  }

  use(ident: Ident, variable: Var): void {
    if (this.env === undefined || this.shared.insensitive.has(variable)) return;
    const defs = this.env.get(variable);
    if (defs === undefined) return;
    const known = this.reaching.get(ident);
    if (known === undefined) this.reaching.set(ident, [...defs]);
    else for (const def of defs) if (!known.includes(def)) known.push(def);
    const { condition } = this;
    if (condition !== undefined && isInterface(variable.type) && testsTypes(condition))
      this.tested.set(ident, condition);
  }

  assign(target: Expr, source: Source, isDefine: boolean, pos: Pos): void {
    if (target.kind === 'ParenExpr') {
      this.assign(target.x, source, isDefine, pos);
      return;
    }
    if (target.kind === 'Ident') {
      if (target.name === '_') return;
      const defined = isDefine ? this.info.defs.get(target) : undefined;
      const object = defined ?? this.info.uses.get(target);
      if (object?.kind !== 'Var') return;
      if (object.role === 'package' || !this.ownsVariable(object)) {
        if (this.recording)
          this.stores.push({ form: 'assign', target, source, condition: this.condition, fn: this.fn });
        return;
      }
      this.define(object, source, pos, target);
      return;
    }
    const place = this.fieldOfLocal(target);
    if (place === undefined) this.expr(target);
    else {
      this.use(place.ident, place.local);
      this.fresh.store(this.env, place.local, place.field, source, target, this.condition);
    }
    if (this.recording) this.stores.push({ form: 'assign', target, source, condition: this.condition, fn: this.fn });
  }

  /** `v.f` of a local variable, where no embedded field lies between. */
  fieldOfLocal(x: Expr): { readonly ident: Ident; readonly local: Var; readonly field: Var } | undefined {
    if (x.kind !== 'SelectorExpr') return undefined;
    const selection = this.info.selections.get(x);
    const ident = x.x.kind === 'ParenExpr' ? x.x.x : x.x;
    if (selection?.obj.kind !== 'Var' || selection.index.length !== 1 || ident.kind !== 'Ident') return undefined;
    const local = this.info.uses.get(ident);
    return local?.kind === 'Var' && local.role !== 'package' && local.role !== 'field'
      ? { ident, local, field: selection.obj }
      : undefined;
  }

  /** Whether the variable is declared in this function and not in one around it. */
  ownsVariable(variable: Var): boolean {
    const { node } = this.fn;
    return variable.pos >= node.pos && variable.pos < node.end;
  }

  // ---- control flow --------------------------------------------------------------------------------------

  under<T>(condition: Omit<Condition, 'outer'>, work: () => T): T {
    const saved = this.condition;
    this.condition = { ...condition, outer: saved };
    const result = work();
    this.condition = saved;
    return result;
  }

  copy(): Environment | undefined {
    return this.env === undefined ? undefined : new Map(this.env);
  }

  join(...all: (Environment | undefined)[]): void {
    let joined: Environment | undefined;
    for (const env of all) {
      if (env === undefined) continue;
      if (joined === undefined) {
        joined = new Map(env);
        continue;
      }
      for (const variable of joined.keys())
        if (!env.has(variable) && this.fresh.owns(variable)) joined.delete(variable);
      for (const [variable, defs] of env) {
        if (!joined.has(variable) && this.fresh.owns(variable)) continue;
        const have = joined.get(variable);
        if (have === undefined) joined.set(variable, defs);
        else if (have !== defs) {
          const extra = defs.filter((def) => !have.includes(def));
          if (extra.length > 0) joined.set(variable, [...have, ...extra]);
        }
      }
    }
    this.env = joined;
  }

  block(list: readonly Stmt[]): void {
    const saved = this.condition;
    for (const stmt of list) {
      this.stmt(stmt, undefined);
      if (stmt.kind === 'IfStmt') this.followIf(stmt);
    }
    this.condition = saved;
  }

  /** `if c { return }`: what follows stands under `!c`; so too after `else if`, and under `c` if the else never ends. */
  followIf(stmt: Stmt & { kind: 'IfStmt' }): void {
    const add = (negated: boolean): void => {
      this.condition = {
        kind: 'if',
        pos: stmt.cond.pos,
        expr: stmt.cond,
        negated,
        clause: undefined,
        statement: undefined,
        outer: this.condition,
      };
    };
    const { else: otherwise } = stmt;
    if (neverEnds(stmt.body)) {
      add(true);
      if (otherwise?.kind === 'IfStmt') this.followIf(otherwise);
    } else if (otherwise?.kind === 'BlockStmt' && neverEnds(otherwise)) add(false);
  }

  stmt(stmt: Stmt, label: string | undefined): void {
    switch (stmt.kind) {
      case 'BadStmt':
      case 'EmptyStmt':
      case 'CaseClause':
      case 'CommClause':
        return;
      case 'DeclStmt':
        for (const spec of stmt.decl.specs) if (spec.kind === 'VarSpec') this.varSpec(spec);
        return;
      case 'LabeledStmt':
        this.stmt(stmt.stmt, stmt.label.name);
        return;
      case 'ExprStmt':
        this.expr(stmt.x);
        if (stmt.x.kind === 'CallExpr' && builtinName(stmt.x, this.info) === 'panic') this.env = undefined;
        return;
      case 'SendStmt':
        this.expr(stmt.chan);
        this.expr(stmt.value);
        this.operation('send', stmt.chan, stmt.arrow, undefined);
        if (this.recording)
          this.stores.push({
            form: 'send',
            target: stmt.chan,
            source: { kind: 'expr', expr: stmt.value },
            condition: this.condition,
            fn: this.fn,
          });
        return;
      case 'IncDecStmt':
        this.expr(stmt.x);
        this.assign(stmt.x, { kind: 'operation', expr: stmt.x }, false, stmt.pos);
        return;
      case 'AssignStmt':
        this.assignment(stmt);
        return;
      case 'GoStmt':
        this.callStatement(stmt.call, 'go');
        return;
      case 'DeferStmt':
        this.callStatement(stmt.call, 'defer');
        return;
      case 'ReturnStmt':
        for (const result of stmt.results) this.expr(result);
        if (this.recording) this.returns.push({ results: stmt.results, pos: stmt.pos, condition: this.condition });
        if (stmt.results.length === 0) this.hasBareReturn = true;
        this.env = undefined;
        return;
      case 'BranchStmt':
        this.branch(stmt.token, stmt.label?.name);
        return;
      case 'BlockStmt':
        this.block(stmt.list);
        return;
      case 'IfStmt': {
        if (stmt.init !== undefined) this.stmt(stmt.init, undefined);
        this.expr(stmt.cond);
        const before = this.copy();
        const condition = {
          kind: 'if' as const,
          pos: stmt.cond.pos,
          expr: stmt.cond,
          clause: undefined,
          statement: undefined,
        };
        this.under({ ...condition, negated: false }, () => this.block(stmt.body.list));
        const then = this.env;
        this.env = before;
        const { else: otherwise } = stmt;
        if (otherwise !== undefined) this.under({ ...condition, negated: true }, () => this.stmt(otherwise, undefined));
        this.join(then, this.env);
        return;
      }
      case 'SwitchStmt':
        this.switch(stmt, label);
        return;
      case 'TypeSwitchStmt':
        this.typeSwitch(stmt, label);
        return;
      case 'SelectStmt':
        this.select(stmt, label);
        return;
      case 'ForStmt': {
        if (stmt.init !== undefined) this.stmt(stmt.init, undefined);
        this.loop(
          label,
          stmt.cond === undefined,
          () => {
            if (stmt.cond !== undefined) this.expr(stmt.cond);
            const exit = this.copy();
            if (stmt.cond !== undefined) {
              this.under(
                {
                  kind: 'loop',
                  pos: stmt.cond.pos,
                  expr: stmt.cond,
                  negated: false,
                  clause: undefined,
                  statement: undefined,
                },
                () => this.block(stmt.body.list),
              );
            } else this.block(stmt.body.list);
            return exit;
          },
          () => {
            if (stmt.post !== undefined) this.stmt(stmt.post, undefined);
          },
        );
        return;
      }
      case 'RangeStmt': {
        this.expr(stmt.x);
        if (isChannel(this.info.types.get(stmt.x)?.type)) this.operation('range', stmt.x, stmt.rangePos, undefined);
        const iterator = iteratorCall(stmt, this.info);
        if (iterator !== undefined && this.recording)
          this.calls.push({ node: iterator.call, kind: 'call', condition: this.condition, fn: this.fn });
        this.loop(
          label,
          false,
          () => {
            const exit = this.copy();
            if (stmt.key !== undefined)
              this.assign(stmt.key, { kind: 'range', statement: stmt, part: 'key' }, stmt.define, stmt.key.pos);
            if (stmt.value !== undefined)
              this.assign(stmt.value, { kind: 'range', statement: stmt, part: 'value' }, stmt.define, stmt.value.pos);
            this.under(
              { kind: 'range', pos: stmt.pos, expr: stmt.x, negated: false, clause: undefined, statement: stmt },
              () => this.block(stmt.body.list),
            );
            return exit;
          },
          () => {},
        );
        return;
      }
    }
  }

  loop(label: string | undefined, endless: boolean, body: () => Environment | undefined, post: () => void): void {
    const entry = this.copy();
    const target = { label, isLoop: true, out: [] as Environment[], next: [] as Environment[] };
    const wasRecording = this.recording;
    let exit: Environment | undefined;
    for (let round = 0; round < 2; round++) {
      this.recording = wasRecording && round === 0;
      this.breaks.push(target);
      exit = body();
      this.breaks.pop();
      this.join(this.env, ...target.next);
      if (this.env !== undefined) post();
      if (round === 0) this.join(entry, this.env);
    }
    this.recording = wasRecording;
    this.join(endless ? undefined : exit, ...target.out);
  }

  branch(token: string, label: string | undefined): void {
    const env = this.env;
    if (token === 'fallthrough') return;
    this.env = undefined;
    if (env === undefined) return;
    for (let i = this.breaks.length - 1; i >= 0; i--) {
      const target = this.breaks[i];
      if (
        target === undefined ||
        (label !== undefined ? target.label !== label : token === 'continue' && !target.isLoop)
      )
        continue;
      (token === 'continue' ? target.next : target.out).push(new Map(env));
      return;
    }
  }

  clauses(
    label: string | undefined,
    list: readonly { run: () => void; isDefault: boolean; fallsInto: boolean }[],
    exhaustive: boolean,
  ): void {
    const before = this.copy();
    const target = { label, isLoop: false, out: [] as Environment[], next: [] as Environment[] };
    this.breaks.push(target);
    const ends: (Environment | undefined)[] = [];
    let hasDefault = exhaustive;
    let carried: Environment | undefined;
    for (const clause of list) {
      hasDefault ||= clause.isDefault;
      this.join(before, carried);
      clause.run();
      carried = clause.fallsInto ? this.env : undefined;
      ends.push(this.env);
    }
    this.breaks.pop();
    this.join(...ends, ...target.out, hasDefault ? undefined : before);
  }

  switch(stmt: SwitchStmt, label: string | undefined): void {
    if (stmt.init !== undefined) this.stmt(stmt.init, undefined);
    if (stmt.tag !== undefined) this.expr(stmt.tag);
    this.clauses(
      label,
      stmt.body.map((clause) => ({
        isDefault: clause.isDefault,
        fallsInto: endsInFallthrough(clause.body),
        run: () => {
          for (const value of clause.list) this.expr(value);
          this.under(
            {
              kind: clause.isDefault ? 'default' : 'case',
              pos: clause.pos,
              expr: stmt.tag,
              negated: false,
              clause,
              statement: stmt,
            },
            () => this.block(clause.body),
          );
        },
      })),
      false,
    );
  }

  typeSwitch(stmt: TypeSwitchStmt, label: string | undefined): void {
    if (stmt.init !== undefined) this.stmt(stmt.init, undefined);
    const assertion =
      stmt.assign.kind === 'AssignStmt'
        ? stmt.assign.rhs[0]
        : stmt.assign.kind === 'ExprStmt'
          ? stmt.assign.x
          : undefined;
    const x = assertion?.kind === 'TypeAssertExpr' ? assertion.x : assertion;
    if (x !== undefined) this.expr(x);
    this.clauses(
      label,
      stmt.body.map((clause) => ({
        isDefault: clause.isDefault,
        fallsInto: false,
        run: () => {
          const symbol = this.info.implicits.get(clause);
          if (symbol?.kind === 'Var' && x !== undefined) {
            this.addDef(
              {
                variable: symbol,
                kind: 'type-switch',
                source: { kind: 'expr', expr: x },
                index: 0,
                clause,
                statement: stmt,
                pos: clause.pos,
                condition: this.condition,
                fn: this.fn,
              },
              clause,
            );
          }
          this.under(
            {
              kind: clause.isDefault ? 'type-default' : 'type-case',
              pos: clause.pos,
              expr: x,
              negated: false,
              clause,
              statement: stmt,
            },
            () => this.block(clause.body),
          );
        },
      })),
      false,
    );
  }

  select(stmt: SelectStmt, label: string | undefined): void {
    this.clauses(
      label,
      stmt.body.map((clause) => ({
        isDefault: clause.comm === undefined,
        fallsInto: false,
        run: () => {
          this.under(
            { kind: 'comm', pos: clause.pos, expr: undefined, negated: false, clause, statement: stmt },
            () => {
              if (clause.comm !== undefined) this.communication(clause.comm, stmt);
              this.block(clause.body);
            },
          );
        },
      })),
      true,
    );
  }

  communication(comm: Stmt, select: SelectStmt): void {
    const before = this.operations.length;
    this.stmt(comm, undefined);
    if (!this.recording) return;
    for (let i = before; i < this.operations.length; i++) {
      const operation = this.operations[i];
      if (operation !== undefined) this.operations[i] = { ...operation, select };
    }
  }

  varSpec(spec: VarSpec): void {
    for (const value of spec.values) this.expr(value);
    spec.names.forEach((name, index) => {
      const variable = this.info.defs.get(name);
      if (variable?.kind !== 'Var') return;
      this.define(variable, sourceAt(spec.values, index, spec.names.length), name.pos, name);
    });
  }

  assignment(stmt: Stmt & { kind: 'AssignStmt' }): void {
    for (const value of stmt.rhs) this.expr(value);
    if (stmt.op !== '=' && stmt.op !== ':=') {
      const target = stmt.lhs[0];
      const value = stmt.rhs[0];
      if (target === undefined || value === undefined) return;
      this.expr(target);
      this.assign(target, { kind: 'operation', expr: value }, false, stmt.pos);
      return;
    }
    stmt.lhs.forEach((target, index) => {
      this.assign(target, sourceAt(stmt.rhs, index, stmt.lhs.length), stmt.op === ':=', stmt.opPos);
    });
  }

  callStatement(call: Expr, kind: 'go' | 'defer'): void {
    let x = call;
    while (x.kind === 'ParenExpr') x = x.x;
    if (x.kind === 'CallExpr') this.call(x, kind);
    else this.expr(x);
  }

  operation(
    kind: ChannelOperation['kind'],
    channel: Expr,
    pos: Pos,
    select: SelectStmt | undefined,
    isDeferred = false,
  ): void {
    if (!this.recording) return;
    this.operations.push({ kind, channel, pos, select, isDeferred, condition: this.condition, fn: this.fn });
  }

  // ---- expressions ---------------------------------------------------------------------------------------

  call(call: CallExpr, kind: Call['kind']): void {
    this.expr(call.fun);
    for (const arg of call.args) this.expr(arg);
    const callee = this.info.types.get(call.fun);
    if (callee?.mode === 'type') return;
    if (callee?.mode === 'builtin') {
      const name = builtinName(call, this.info);
      if (this.recording && name === 'panic') this.panics.push(call);
      else if (this.recording && name === 'new') this.news.push(call);
      const channel = call.args[0];
      if (channel !== undefined && builtinName(call, this.info) === 'close')
        this.operation('close', channel, call.pos, undefined, kind === 'defer');
      const target = call.args[0];
      const from = call.args[1];
      if (target !== undefined && from !== undefined && builtinName(call, this.info) === 'copy' && this.recording) {
        this.stores.push({
          form: 'copy',
          target: call,
          source: { kind: 'expr', expr: from },
          condition: this.condition,
          fn: this.fn,
        });
      }
      return;
    }
    if (!this.recording) return;
    this.calls.push({ node: call, kind, condition: this.condition, fn: this.fn });
    const kept = keptBy(call, this.info);
    if (kept === undefined) return;
    const source = { kind: 'expr' as const, expr: kept.value };
    this.stores.push({ form: 'keep', target: call, source, condition: this.condition, fn: this.fn });
  }

  /** Through the address of a part others may know the whole. */
  addressTaken(operand: Expr): void {
    let x = operand;
    while (x.kind === 'ParenExpr' || x.kind === 'SelectorExpr' || x.kind === 'IndexExpr') x = x.x;
    const object = x.kind === 'Ident' ? this.info.uses.get(x) : undefined;
    if (object?.kind === 'Var') this.fresh.leave(this.env, object);
  }

  expr(x: Expr): void {
    switch (x.kind) {
      case 'Ident': {
        const object = this.info.uses.get(x);
        if (object?.kind === 'Var' && object.role !== 'package' && object.role !== 'field') {
          this.use(x, object);
          this.fresh.leave(this.env, object);
        }
        return;
      }
      case 'FuncLit':
        if (this.recording) this.literals.push(x);
        return;
      case 'CompositeLit':
        if (this.recording) this.composites.push(x);
        for (const elt of x.elts) {
          if (elt.kind === 'KeyValueExpr') {
            if (this.info.types.has(elt.key)) this.expr(elt.key);
            this.expr(elt.value);
          } else this.expr(elt);
        }
        return;
      case 'ParenExpr':
      case 'StarExpr':
        this.expr(x.x);
        return;
      case 'UnaryExpr':
        this.expr(x.x);
        if (x.op === '<-') this.operation('receive', x.x, x.pos, undefined);
        else if (x.op === '&') this.addressTaken(x.x);
        return;
      case 'SelectorExpr': {
        const place = this.fieldOfLocal(x);
        if (place === undefined) this.expr(x.x);
        else {
          this.use(place.ident, place.local);
          this.fresh.read(this.env, x, place.local, place.field);
        }
        return;
      }
      case 'IndexExpr':
        this.expr(x.x);
        for (const index of x.indices) this.expr(index);
        return;
      case 'SliceExpr':
        this.expr(x.x);
        if (x.low !== undefined) this.expr(x.low);
        if (x.high !== undefined) this.expr(x.high);
        if (x.max !== undefined) this.expr(x.max);
        return;
      case 'TypeAssertExpr':
        this.expr(x.x);
        return;
      case 'CallExpr':
        this.call(x, 'call');
        return;
      case 'BinaryExpr':
        this.expr(x.x);
        if (x.op === '&&' || x.op === '||') {
          this.under(
            { kind: 'if', pos: x.x.pos, expr: x.x, negated: x.op === '||', clause: undefined, statement: undefined },
            () => this.expr(x.y),
          );
        } else this.expr(x.y);
        return;
      case 'KeyValueExpr':
        this.expr(x.key);
        this.expr(x.value);
        return;
      default:
        return;
    }
  }
}

function isChannel(type: Type | undefined): boolean {
  return type !== undefined && under(type).kind === 'Chan';
}

function sourceAt(values: readonly Expr[], index: number, count: number): Source {
  if (values.length === 0) return { kind: 'zero' };
  if (values.length === count) {
    const expr = values[index];
    return expr === undefined ? { kind: 'zero' } : { kind: 'expr', expr };
  }
  const expr = values[0];
  return expr === undefined ? { kind: 'zero' } : { kind: 'tuple', expr, index };
}
