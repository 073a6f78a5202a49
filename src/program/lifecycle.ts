// What a front end finds out about the lifetime of resources and of waits, before it is judged: plain facts with their
// places, in no language's terms.

import type { Pos } from '#base/position.js';

export interface Span {
  readonly pos: Pos;
  readonly end: Pos;
}

/** A step of a path in words' reach: a condition and which way it went, or a place that matters. */
export interface PathStep extends Span {
  readonly kind:
    | 'acquire'
    | 'condition'
    | 'clause'
    | 'exit'
    | 'overwrite'
    | 'again'
    | 'defer'
    | 'wait'
    | 'release'
    | 'note';
  /** Of a condition: whether it held. */
  readonly isTaken?: boolean;
  /** Of a note: what is there. */
  readonly text?: string;
}

export interface Acquisition extends Span {
  /** Id in the models. */
  readonly resource: string;
  /** What it is, for people: the type, or the model's noun. */
  readonly type: string;
  /** The name of the variable or field it is kept in; empty for none. */
  readonly name: string;
  readonly because: string;
  readonly assumption: string | undefined;
  /** As go/ssa prints it. */
  readonly function: string;
  readonly packagePath: string;
}

/** A resource that is followed through the function that acquires it. */
export interface PathObservation {
  readonly kind: 'path';
  readonly acquisition: Acquisition;
  /** How the shortest path ends that keeps it to no purpose. */
  readonly ending: 'exit' | 'overwritten' | 'again' | 'deferred-in-loop' | 'without-context' | 'removed';
  /** Where that is: the return, the assignment, the way back to the loop. */
  readonly at: Span;
  readonly path: readonly PathStep[];
  /** Other ends of the same kind. */
  readonly others: readonly Span[];
  /** Whether some path lets go of it, and whether some hands it on. */
  readonly isReleasedSomewhere: boolean;
  readonly isHandedOnSomewhere: boolean;
  /** Calls on the path that look like a release and are none. */
  readonly halfClosed: Span | undefined;
  readonly noOpRelease: (Span & { readonly function: string }) | undefined;
}

/** A resource that is kept in a field, or a package-level variable, that nothing ever releases. */
export interface FieldObservation {
  readonly kind: 'field';
  readonly acquisition: Acquisition;
  /** `T.f`. */
  readonly field: string;
  readonly owner: string;
  readonly store: Span;
  /** The interface type of the field, where it has no method that could let go of what is behind it. */
  readonly hiddenBehind: string | undefined;
  /** Whether it is one of many: an element of a map or list. */
  readonly isElement: boolean;
  /** The owner's own release, where there is one; else the owner's declaration. */
  readonly releasePlace: (Span & { readonly function: string }) | undefined;
  readonly declaration: Span | undefined;
  /** Where elements are taken out without being let go of. */
  readonly removals: readonly Span[];
  /** Other places where the same is made, on other paths. */
  readonly alternatives: readonly Span[];
}

/** A wait, a send or a goroutine that nothing ends. */
export interface WaitObservation {
  readonly kind: 'wait';
  readonly shape:
    | 'send-without-receiver'
    | 'receive-without-waker'
    | 'range-over-ticker'
    | 'goroutine-on-owner'
    | 'goroutine-in-group'
    | 'done-not-closed'
    | 'wait-before-release'
    | 'drain-before-release'
    | 'wait-on-blocked-producer'
    | 'endless-loop'
    | 'range-without-close'
    | 'lock-kept'
    | 'slot-kept'
    | 'cond-without-signal'
    | 'cond-not-told'
    | 'range-never-closed'
    | 'goroutine-without-send'
    | 'too-few-receives'
    | 'channel-never-made'
    | 'group-before-receive'
    | 'done-not-called'
    | 'send-to-nobody'
    | 'group-never-done'
    | 'pipe-without-other'
    | 'lock-across-wait'
    | 'handed-out-never-closed'
    | 'returned-not-closed'
    | 'never-woken';
  /** The blocking operation. */
  readonly at: Span;
  /** What it waits on. */
  readonly channel: string;
  readonly function: string;
  readonly packagePath: string;
  /** Where the goroutine is started, the channel made, or the missing step belongs. */
  readonly origin: Span | undefined;
  readonly missing: Span | undefined;
  /** Of a read to the end: how much of it at most, as it is written there. */
  readonly limit?: Span;
  readonly path: readonly PathStep[];
  readonly assumption: string | undefined;
}

/** What a type's release does, seen beside others. */
export interface TypeObservation {
  readonly kind: 'type';
  readonly shape: 'sibling-releases' | 'release-unreachable' | 'no-op-release';
  /** The release. */
  readonly at: Span;
  readonly function: string;
  readonly packagePath: string;
  /** `T.f`, or the type. */
  readonly field: string;
  readonly fieldType: string;
  readonly fieldAt: Span;
  /** The sibling's release. */
  readonly other: (Span & { readonly function: string }) | undefined;
  /** Where what the field holds is made, and its kind's id in the models. */
  readonly made: (Span & { readonly resource: string }) | undefined;
  readonly path: readonly PathStep[];
}

export type Observation = PathObservation | FieldObservation | WaitObservation | TypeObservation;
