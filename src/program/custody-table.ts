// The custody of one resource: where it is acquired, what holds it, every call that can release it, and by which ways
// control comes to that call.

import type { Pos } from '#base/position.js';
import type { EvidenceStep } from './evidence.js';
import type { CallSite, FunctionInfo } from './graph.js';

export interface CustodyTable {
  /** What was asked about: `field tconn of http2.ClientConn`. */
  readonly resource: string;
  readonly pos: Pos;
  readonly acquired: readonly Acquisition[];
  /** From the resource outwards. */
  readonly held: readonly Holding[];
  readonly released: readonly Release[];
}

export interface Acquisition {
  /** The dynamic type, for people. */
  readonly type: string;
  /** From where it is made to where it is held. */
  readonly steps: readonly EvidenceStep[];
}

/** A field, variable, container or goroutine that keeps the resource, or keeps what keeps it. */
export interface Holding {
  /** `conns of clientConnPool`, `variable DefaultTransport`; of a goroutine nothing. */
  readonly label: string;
  /** The function that a goroutine runs. */
  readonly runs: FunctionInfo | undefined;
  /** Whether a goroutine goes on in a loop without a condition, so that it may last. */
  readonly lasts: boolean;
  /** The declaration, or where the goroutine is started. */
  readonly pos: Pos;
  /** What it holds, by its place in the list; -1 is the resource itself. */
  readonly of: number;
  /** The methods by which the type that holds it lets go. */
  readonly methods: readonly ReleaseMethod[];
  /** Of an embedded field the names of such methods that the type has by it. */
  readonly promoted?: readonly string[];
  /** Methods that let go of what is held, and that the field's interface does not have. */
  readonly hidden: readonly string[];
  /** The declaration of that interface, if it has a name. */
  readonly interfaceAt?: Pos;
  /** Where the objects are made that hold it. */
  readonly madeAt: readonly Pos[];
}

/** A holder that is a map: what is put into it under a key can be taken out under the same key and used again. */
export interface Pool {
  readonly holding: Holding;
  readonly puts: readonly PoolUse[];
  readonly takes: readonly PoolUse[];
  /** Where something is put back without one of its parts, or its key deleted: what was in it is not found there again. */
  readonly drops: readonly PoolUse[];
}

export interface PoolUse {
  readonly caller: FunctionInfo;
  readonly pos: Pos;
  readonly key: { readonly pos: Pos; readonly end: Pos };
}

export interface ReleaseMethod {
  readonly fn: FunctionInfo;
  /** Whether something that runs calls it. */
  readonly isCalled: boolean;
  /** Whether it comes to a release of the resource on its own goroutine. */
  readonly releases: boolean;
}

/** A call of a release method on the resource, and the calls that lead to it and nowhere else. */
export interface Release {
  readonly caller: FunctionInfo;
  readonly site: CallSite;
  /** The function that is called. */
  readonly callee: string;
  /** Who decides about it: the nearest calls that lead there, if there are several; else the release itself. */
  readonly closers: readonly Closer[];
}

export interface Closer {
  readonly caller: FunctionInfo;
  readonly site: CallSite;
  /** What is known of the conditions around the site, in their order. */
  readonly truths: readonly (Truth | undefined)[];
  /** Whether the program runs the function around the site. */
  readonly isReached: boolean;
  /** Calls between the site's callee and the release, from there down. */
  readonly below: readonly WayCall[];
  readonly ways: readonly Way[];
  /** Stands under the condition that something has failed: nobody lets go of it so because he has done. */
  readonly isAfterFailure?: boolean;
}

/** A condition that holds always or never, and the reason. */
export interface Truth {
  readonly holds: boolean;
  readonly because: string;
  readonly pos: Pos;
}

/**
 * Where a way up to a release begins. `api`: a function that code outside the main module may call. `main`, `init`: the
 * program's start. `goroutine`: a goroutine is started there. `runtime`: called back from outside what is followed.
 */
export type WayBegin = 'api' | 'main' | 'init' | 'goroutine' | 'runtime' | 'nobody';

export interface Way {
  readonly begin: WayBegin;
  /** From where it begins down to the function that is asked about; empty if that is where it begins. */
  readonly calls: readonly WayCall[];
  /** What is known of the conditions around the first call, in their order. */
  readonly truths: readonly (Truth | undefined)[];
  /** Why it is never gone, if that is known: of a call on it, or of what would have to come to where it begins. */
  readonly never: Truth | undefined;
  /** Of a goroutine that its starter waits for: the functions that other code may call, and main, that come to its start. */
  readonly awaitedBy?: readonly FunctionInfo[];
}

export interface WayCall {
  readonly caller: FunctionInfo;
  readonly callee: FunctionInfo;
  readonly site: CallSite;
  /** The callee is given away as a value at the site, and called by whoever gets it. */
  readonly isHandedOver: boolean;
}

/** A place where a goroutine waits, and everything that can let it go on. */
export interface WaitTable {
  readonly waits: readonly Wait[];
}

export interface Wait {
  readonly caller: FunctionInfo;
  readonly pos: Pos;
  /** `receive`, `send`, `range`: on a channel. `call`: by a method of package sync. */
  readonly kind: 'receive' | 'send' | 'range' | 'call';
  /** The function that waits, if it is a call. */
  readonly callee: string;
  /** The select that it is a case of. */
  readonly select: Pos | undefined;
  /** Stands in a select with other cases; then any of them lets it go on. */
  readonly isOneOfSeveral: boolean;
  /** Where the function has closed the channel itself before it comes to the wait, on some ways: then it does not wait. */
  readonly closedBefore?: readonly Pos[];
  /** Why control never comes to it, if that is known. */
  readonly never?: Truth | undefined;
  /** Why the channel is nil, if it always is: then nothing lets it go on. */
  readonly nil: Nil | undefined;
  /** A select with a default does not wait. */
  readonly hasDefault: boolean;
  /** The context whose end is waited for: `ctx` of `<-ctx.Done()`. */
  readonly context: Stretch | undefined;
  /** A channel of which the runtime alone is known to send on it, when a time has passed: `timer.C`. */
  readonly timer?: Stretch;
  readonly wakers: readonly Waker[];
  /** Of a wait that watches no context: where a goroutine does that lets it go on, if that has been looked for. */
  readonly watch: Watch | undefined;
  /** Who calls the helper that waits, as far as walks know it: several, or one of another package. */
  readonly through?: readonly WaitPlace[];
  /** Functions that other code may call and that come to it by calls alone. */
  readonly entries: readonly FunctionInfo[];
}

/** A piece of source. */
export interface Stretch {
  readonly pos: Pos;
  readonly end: Pos;
}

/** A goroutine that comes to a waker watches a context in some of its waits before that, and in others does not. */
export interface Watch {
  readonly waker: FunctionInfo;
  /** What the goroutine runs. */
  readonly runs: FunctionInfo;
  readonly context: Stretch;
  readonly watching: readonly WaitPlace[];
  readonly blind: readonly BlindPlace[];
}

/** A wait that watches no context, with the functions that other code may call to let it go on. */
export interface BlindPlace extends WaitPlace {
  readonly freedBy: readonly FunctionInfo[];
}

export interface WaitPlace {
  readonly caller: FunctionInfo;
  readonly pos: Pos;
}

export interface Nil {
  readonly because: string;
  readonly pos: Pos;
}

export interface Waker {
  readonly caller: FunctionInfo;
  readonly site: CallSite;
  readonly kind: 'close' | 'send' | 'receive' | 'call';
  readonly truths: readonly (Truth | undefined)[];
  readonly ways: readonly Way[];
  /**
   * What other code may call so that its goroutine is started: those that start it themselves, or where there are none those
   * that start the goroutine which does.
   */
  readonly starters: readonly FunctionInfo[];
  /** Whether others may start it too: goroutines that run already, and functions whose calls could not be told apart. */
  readonly isStartedByOthers: boolean;
  /** It has happened before main begins: whoever gets this channel does not wait. */
  readonly isInitial: boolean;
  /** Who calls a helper that wakes, as far as walks know it; of what is called from one place only nobody is named. */
  readonly through: readonly WaitPlace[];
  /** Where the goroutine may wait before it comes to the waker, on the shortest ways that can be gone. */
  readonly before: readonly WaitBefore[];
}

export interface WaitBefore {
  readonly caller: FunctionInfo;
  readonly pos: Pos;
  /** A call that comes to a wait, not the wait itself. */
  readonly isCall: boolean;
}
