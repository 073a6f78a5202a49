// The waist of the program: everything a rendering may know. Plain data, published as JSON Schema, versioned.
// A saved report renders again without any source, so code lines and links are part of it.

export const reportSchemaName = 'loose-ends/report';
export const reportSchemaVersion = 1;

/** A place in a source file; `file` is a display name as in `std/io/pipe.go`. Lines and byte columns count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A line of source, trimmed, with its place. */
export interface CodeLine extends Location {
  readonly code: string;
}

/** The languages in which a report can be had. */
export type Language = 'en' | 'zh-CN';

export type FunctionId = number;
export type EdgeId = number;
export type HopId = number;
export type LaneId = number;

export interface FunctionRecord {
  readonly id: FunctionId;
  /** As go/ssa prints it: `(*pkg/path.T).M`, `pkg/path.F$1`. */
  readonly name: string;
  /** Shortened for people, unambiguous within this report: `(*T).M`, `pkg.F`, `func literal in F`. */
  readonly shortName: string;
  /** Import path of the package. */
  readonly package: string;
  /** `func` keyword; undefined when there is no source. */
  readonly at?: Location;
  /** Last line of the body. */
  readonly endLine?: number;
  /** The declaration's first line. */
  readonly code?: string;
  /** What a reader must know about the body: `does nothing: return nil`, `no body: assembly`. */
  readonly note?: string;
  /** Whether nothing of its body has an effect (e.g. only `return nil`). */
  readonly isNoOp?: boolean;
}

export type CallMode = 'static' | 'invoke' | 'func';
export type EdgeKind = 'call' | 'go' | 'defer' | 'handoff';
/** What carries control across goroutines in a hand-off edge. */
export type HandoffKind =
  | 'channel close'
  | 'channel send'
  | 'cond'
  | 'pipe'
  | 'wait group'
  | 'context'
  | 'timer'
  | 'mutex'
  | 'other';

/** One step of the value flow that brought a callee to its site, in the order the value moved. */
export interface FlowStep {
  readonly step:
    | 'allocation'
    | 'function'
    | 'conversion'
    | 'assignment'
    | 'argument'
    | 'receiver'
    | 'return'
    | 'field'
    | 'element'
    | 'channel'
    | 'capture'
    | 'embedding'
    | 'range'
    | 'assertion'
    | 'copy'
    | 'assumption'
    | 'call';
  /** A sentence fragment: `*grpcClientConn is allocated`, `returned by newConn`, `stored in field conn of BidiStreamForClient`. */
  readonly text: string;
  readonly at?: CodeLine;
}

/** A condition that the site stands under. */
export interface Guard {
  /** The condition as written; of an else branch, or what follows a branch that returns, the opposite: `b.err == nil`. */
  readonly text: string;
  readonly at: CodeLine;
  /** What is known of it: `always`, `never` (the branch is dead), or undefined, with the reason. */
  readonly truth?: 'always' | 'never';
  readonly because?: string;
  /** Of flags that it tests, what they have been set to: `idle := n == 0`. */
  readonly where?: string;
  /** That nothing failed before, where a call that lets go of something is made only then. */
  readonly decides?: boolean;
}

/** A candidate that was considered at a dynamic site and not kept. */
export interface PrunedCandidate {
  /** Function or type name. */
  readonly name: string;
  /** Whole sentence: `nothing in the program calls WithTriple, the only maker of …`. */
  readonly reason: string;
  readonly at?: CodeLine;
}

/** Lanes of the chain; none is a goroutine that it has not. */
export interface Meeting {
  readonly from?: LaneId;
  readonly to?: LaneId;
}

export interface EdgeRecord {
  readonly id: EdgeId;
  readonly caller: FunctionId;
  /** Undefined for a site without a known callee: then `stop` says why. */
  readonly callee?: FunctionId;
  readonly kind: EdgeKind;
  readonly mode: CallMode;
  readonly handoff?: HandoffKind;
  /**
   * Start of the call expression (of the signalling operation in a hand-off), with its line of code; of a call that is
   * chained over lines the name that is called.
   */
  readonly site: CodeLine;
  /** Start of the call expression, if it is on a line before `site`. */
  readonly start?: Location;
  /** Left parenthesis of the call. */
  readonly lparen?: Location;
  /** Where the other side waits, in a hand-off. */
  readonly wait?: CodeLine;
  /** The goroutines on which the signal and the wait run when they meet. */
  readonly meets?: readonly Meeting[];
  /** The signal also runs on a goroutine that nothing in the chain starts. */
  readonly fromBefore?: boolean;
  /** One sentence: why this callee. */
  readonly reason: string;
  /** The value flow behind the reason; empty for a static call. */
  readonly flow: readonly FlowStep[];
  readonly guards: readonly Guard[];
  /** Other kept candidates at the same site (their edges), this one excluded. */
  readonly alternatives: readonly EdgeId[];
  readonly pruned: readonly PrunedCandidate[];
  /** What must hold for this edge beyond the code in view: `needs WithTriple(): …`. */
  readonly needs?: string;
  readonly stop?: Stop;
}

export type StopKind =
  | 'no-body'
  | 'no-source'
  | 'reflection'
  | 'external-caller'
  | 'cycle'
  | 'budget'
  | 'pruned'
  | 'unresolved'
  | 'cgo'
  | 'unsafe'
  | 'leaf';

/** Why a trace ends somewhere. */
export interface Stop {
  readonly kind: StopKind;
  /** One plain sentence. */
  readonly text: string;
  /** Of what was not seen: the call, and why, which together are the text. */
  readonly what?: string;
  readonly why?: string;
  readonly at?: CodeLine;
}

/** A goroutine: the caller's, or one started on the way. */
export interface Lane {
  readonly id: LaneId;
  /** `caller`, or the function that runs in it. */
  readonly title: string;
  /** The edge (kind `go`) that starts it. */
  readonly startedBy?: EdgeId;
}

/** One line of the chain as a tree; hops are in the order in which they are shown (pre-order). */
export interface Hop {
  readonly id: HopId;
  readonly parent?: HopId;
  readonly function?: FunctionId;
  /** Undefined at a root. */
  readonly edge?: EdgeId;
  readonly lane: LaneId;
  /** The hop that shows this function's own calls, when they are not repeated here. */
  readonly repeats?: HopId;
  readonly stop?: Stop;
  /** How many calls below this hop are not shown, and why: `12 calls that do not lead to the transport`. */
  readonly folded?: { readonly calls: number; readonly text: string };
  /** Promoted or wrapper step: `promoted through the embedded *BidiStreamForClient`. */
  readonly via?: string;
}

export interface Chain {
  readonly root: FunctionId;
  readonly lanes: readonly Lane[];
  readonly hops: readonly Hop[];
  /** Hand-offs between lanes, as edges; not part of the tree. */
  readonly handoffs: readonly EdgeId[];
  /** Calls between functions of the chain that are not drawn: the likeliest way stands for them. */
  readonly leftOut?: readonly LeftOutCall[];
}

/** A call that is known and not drawn. */
export interface LeftOutCall {
  readonly caller: FunctionId;
  readonly callee: FunctionId;
  readonly kind: EdgeKind;
  readonly mode: CallMode;
  readonly site: Location;
  readonly lparen: Location;
  /** What is called, as it is written there, where the drawn call of the same function is written otherwise. */
  readonly called?: string;
  /** Conditions that the drawn call does not stand under. */
  readonly when?: readonly string[];
}

/** One path to a function. */
export interface FoundPath {
  readonly hops: readonly EdgeId[];
  readonly conditions: readonly string[];
  /** The last call on it that is made under a condition, starts a goroutine, or stands in the root. */
  readonly decidedBy?: EdgeId;
}

/** The answer to `--to`: the paths found, or the proof by frontier that there is none. */
export interface PathAnswer {
  readonly to: string;
  readonly sameGoroutine: boolean;
  readonly found: boolean;
  /** One sentence. */
  readonly text: string;
  readonly paths: readonly FoundPath[];
  readonly searched: { readonly functions: number; readonly sites: number };
  readonly unresolved: readonly { readonly site: CodeLine; readonly reason: string }[];
}

export interface Assumption {
  /** One sentence. */
  readonly text: string;
  readonly at?: CodeLine;
  /** The option that changes it: `--assume HTTPClient=…`. */
  readonly change?: string;
}

/** Why lines of a module have no link. */
export type Unlinked =
  | 'no-checkout'
  | 'no-remote'
  | 'unpublished'
  | 'changed'
  | 'unknown-host'
  | 'unknown-repository'
  | 'unknown-folder';

export interface ModuleRecord {
  readonly path: string;
  readonly version?: string;
  readonly main?: boolean;
  /** Where its files lie below the folder of the main module, if they do: `vendor/golang.org/x/net`. */
  readonly folder?: string;
  /** Absent: they have links, or none is shown. */
  readonly unlinked?: Unlinked;
}

/**
 * How a file's lines are linked to: `url` with `{path}`, the rest of the display name after the prefix, and `{line}`
 * put in. The longest prefix wins. Files without a rule are shown as file:line.
 */
export interface LinkRule {
  /** Prefix of display names: `std/`, `golang.org/x/net@v0.23.0/`. */
  readonly prefix: string;
  readonly url: string;
}

/** A block of the writeup made by `explain`; text is plain, code and names are marked by `code` spans; an empty `text` with a place shows the place. */
export type Span = string | { readonly code: string } | { readonly text: string; readonly at: Location };
export interface Section {
  readonly id: string;
  readonly title: string;
  /** Stands right after the answer, before the chains. */
  readonly isLead?: boolean;
  /** What it is about, where that is a resource: `field tconn of http2.ClientConn`. */
  readonly resource?: string;
  /** One that is a single `code` is lines of Go to copy. */
  readonly paragraphs: readonly (readonly Span[])[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly (readonly Span[])[])[] };
}

export type FactKind =
  | 'reach'
  | 'wake'
  | 'wait'
  | 'no-op'
  | 'release'
  | 'uncalled'
  | 'remedy'
  | 'setting'
  | 'hidden'
  | 'holder'
  | 'pool'
  | 'caller'
  | 'finding'
  | 'limit';

/** One thing that the writeup states, for people who check it and programs that read it. */
export interface Fact {
  /** Its kind with a number, unique in the report. */
  readonly id: string;
  readonly kind: FactKind;
  readonly verdict?: 'leaked' | 'held-by-policy' | 'blocked' | 'hidden';
  /** The rule of `check` that it breaks, of a finding. */
  readonly rule?: string;
  /** What it is about, where that is a resource that sections are about too. */
  readonly resource?: string;
  /** The section whose table says it too, so that a reader need not be told twice. */
  readonly section?: string;
  /** One or two whole sentences. */
  readonly text: string;
  /** The lines that it rests on. */
  readonly at: readonly CodeLine[];
}

/** Lines of a source file as they were when the report was made, so that a function can be shown without its source. */
export interface SourceExcerpt {
  readonly file: string;
  /** Number of the first line. */
  readonly line: number;
  /** Lines joined by line feeds; very long ones are cut. */
  readonly text: string;
}

export interface ReportDiagnostic {
  readonly code: string;
  readonly message: string;
  readonly at?: Location;
}

export interface Report {
  readonly schema: typeof reportSchemaName;
  readonly version: typeof reportSchemaVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly question: {
    readonly command: 'trace' | 'explain' | 'custody' | 'why-blocked';
    readonly roots: readonly string[];
    readonly direction: 'down' | 'up';
    readonly options: Readonly<Record<string, string>>;
    /** Of the sentences; absent: English. */
    readonly language?: Language;
  };
  readonly build: {
    readonly goVersion: string;
    readonly goos: string;
    readonly goarch: string;
    readonly cgo: boolean;
    readonly tags: readonly string[];
    readonly modules: readonly ModuleRecord[];
    /** Which programs' values may flow in. */
    readonly main: string;
  };
  readonly links: readonly LinkRule[];
  /** One to three sentences that answer the question. */
  readonly answer: readonly string[];
  readonly functions: readonly FunctionRecord[];
  readonly edges: readonly EdgeRecord[];
  readonly chains: readonly Chain[];
  readonly path?: PathAnswer;
  /** What `explain` states, in the order in which one would tell it. */
  readonly facts?: readonly Fact[];
  readonly sections: readonly Section[];
  readonly assumptions: readonly Assumption[];
  /** Where the analysis does not know: sites and why. */
  readonly unknowns: readonly Stop[];
  readonly diagnostics: readonly ReportDiagnostic[];
  /** The functions' source, by file and line; excerpts of a file do not overlap. */
  readonly sources?: readonly SourceExcerpt[];
  readonly statistics: { readonly functions: number; readonly sites: number; readonly files: number };
}
