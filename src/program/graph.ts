// The language-neutral contract between front ends and analyses: functions in contexts, the calls between them with
// the evidence for each, and what makes goroutines wait for one another.

import type { Pos } from '#base/position.js';
import type { EvidenceStep } from './evidence.js';

export interface FunctionInfo {
  readonly id: number;
  /** As go/ssa prints it. */
  readonly name: string;
  readonly packagePath: string;
  readonly pos: Pos;
  readonly end: Pos;
  readonly hasBody: boolean;
  /** What a body that does nothing consists of: `return nil`; undefined if it does something. */
  readonly noOp: string | undefined;
  /** The methods' own name, without type or package. */
  readonly baseName: string;
}

/** The type that a method belongs to, without a star, with the path of its package; undefined for other functions. */
export function receiverType({ name }: Pick<FunctionInfo, 'name'>): string | undefined {
  return /^\(\*?(.*)\)\.[^.]*$/.exec(name)?.[1];
}

/** A function in a calling context. */
export interface GraphNode {
  readonly id: number;
  readonly function: FunctionInfo;
}

export type CallMode = 'static' | 'invoke' | 'func';

export interface GuardFact {
  readonly pos: Pos;
  readonly end: Pos;
  readonly negated: boolean;
  /** How the condition reads when it is no plain expression: `case *DataFrame`. */
  readonly label: string | undefined;
  /** How many of its parts are enough for it to hold: `a || b || c` has three; one where it is left out. */
  readonly choices?: number;
  /** What is asked, where the condition is the name of the answer: `m[key]` of `v, ok := m[key]`. */
  readonly about?: { readonly pos: Pos; readonly end: Pos };
  /** Local variables that the condition tests, with what each has been set to: `idle` of `idle := n == 0`. */
  readonly where?: readonly GuardVariable[];
}

export interface GuardVariable {
  readonly name: string;
  /** It is tested for being true, not for being nil. */
  readonly isFlag: boolean;
  readonly pos: Pos;
  readonly end: Pos;
}

/** A branch of a function's control flow, told apart by identity; `outer` is the one around it, none what always runs. */
export interface Branch {
  readonly outer: Branch | undefined;
}

export interface CallSite {
  readonly pos: Pos;
  readonly end: Pos;
  readonly lparen: Pos;
  readonly mode: CallMode;
  readonly kind: 'call' | 'go' | 'defer';
  /** The conditions around the site, the outermost first. */
  readonly guards: readonly GuardFact[];
  /** The branch that it stands in, or that control is in after the early ends before it; none where it always runs. */
  readonly branch?: Branch | undefined;
  /** The parameters of the callee that are given the constant `true` here. */
  readonly switchedOn: readonly string[];
}

export interface Evidence {
  readonly steps: readonly EvidenceStep[];
  /** Embedded fields that the method was promoted through. */
  readonly promoted: readonly string[];
  /** The dynamic type or function value, for people. */
  readonly value: string;
}

export interface GraphEdge {
  readonly id: number;
  readonly caller: GraphNode;
  readonly callee: GraphNode;
  readonly site: CallSite;
  /** `boundary`: shown but not followed. `fold`: neither. */
  readonly entry: 'enter' | 'boundary' | 'fold';
  /** What must be set outside of the program for this callee to be there, where another at the site is there without: not followed. */
  readonly setting: string | undefined;
  /** Computed when asked for, as long as the graph has not forgotten it. */
  readonly evidence: () => Evidence;
}

/** A site at which something is not known. */
export interface UnresolvedSite {
  readonly caller: GraphNode;
  readonly site: CallSite;
  readonly reasons: readonly { readonly kind: string; readonly text: string; readonly pos: Pos }[];
  /** Whether some callees are known all the same. */
  readonly hasCallees: boolean;
  /** Functions that alone set what the call is made on, and that nothing in the program calls. */
  readonly missing?: {
    readonly field: string;
    readonly makers: readonly Pick<FunctionInfo, 'name' | 'packagePath' | 'pos'>[];
  };
}

/** A site under a condition that never holds. */
export interface DeadSite {
  readonly caller: GraphNode;
  readonly site: CallSite;
  readonly conditionPos: Pos;
  readonly because: string;
  /** What the call is made on has not got the method: a wrapper hides it. */
  readonly isLacking: boolean;
}

/** An operation by which goroutines signal or wait; `objects` are the channels or conditions it may be on. */
export interface Synchronization {
  readonly node: GraphNode;
  readonly kind: 'close' | 'send' | 'receive';
  /** `condition`: a condition variable, which is waited on and signalled; `group`: what counts those at work. */
  readonly on: 'channel' | 'condition' | 'group';
  /** It goes on at once when nothing is there: in a select with a default. */
  readonly isPoll: boolean;
  /** It is one of several that a select waits for. */
  readonly isChoice: boolean;
  /** It runs when its function ends. */
  readonly isDeferred: boolean;
  /** As of a call's site. */
  readonly branch?: Branch | undefined;
  /** The conditions it stands under, the outermost first. */
  readonly guards?: readonly GuardFact[];
  readonly pos: Pos;
  readonly end: Pos;
  /** Where the goroutine stands meanwhile: at the select around it, or at the operation itself. */
  readonly stands: Pos;
  readonly objects: readonly number[];
  /** What the channel or condition is: the field or variable it is held in. */
  readonly label: string;
}

export interface ProgramGraph {
  readonly roots: readonly GraphNode[];
  /** What was followed because it made, before the roots were called, what they find. */
  readonly before: readonly GraphNode[];
  readonly nodes: readonly GraphNode[];
  /** Edges out of a node in order of their sites. */
  out(node: GraphNode): readonly GraphEdge[];
  readonly edges: readonly GraphEdge[];
  readonly unresolved: readonly UnresolvedSite[];
  readonly dead: readonly DeadSite[];
  readonly synchronizations: readonly Synchronization[];
  /** Stores that were taken to be of other objects than the graph's, since what makes those does not hand them there. */
  readonly storesApart: readonly { readonly pos: Pos; readonly field: string }[];
  readonly isCut: boolean;
  /** Lets go of the values behind the evidence, and with them of the memory of the analysis; the graph stays as it is. */
  readonly forgetEvidence: () => void;
}
