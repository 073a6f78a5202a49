// What people should know of each rule of `check` beyond its summary: what it looks at and leaves alone, and what to do about a
// finding. English; the Chinese is in the catalogues.

import type { RuleId } from '#custody/rules.js';

export interface RuleText {
  /** Paragraphs. */
  readonly about: readonly string[];
  /** What to do about a finding: whole sentences. */
  readonly remedy: string;
}

export const ruleTexts: Readonly<Record<RuleId, RuleText>> = {
  'never-released': {
    about: [
      'The finding shows where the resource is acquired and the path on which the function ends with it still held. It is told only where every path does so; where some let go of it, the rule is not-released-on-path.',
    ],
    remedy: 'Let go of it with defer, after the error of the call that acquires it has been checked.',
  },
  'not-released-on-path': {
    about: [
      'Most often the path is the one of a second error: what was opened before it is forgotten. A defer in a loop counts too, since it runs only when the function ends.',
    ],
    remedy:
      'Let go of it on that path before it ends, or with defer right after it is acquired if nobody else gets it. In a loop let go of it at the end of each round.',
  },
  'overwritten-before-release': {
    about: ['After the assignment nothing leads to the first resource any more, so nobody can let go of it later.'],
    remedy: 'Let go of the first one before the variable gets the second, or give the second a variable of its own.',
  },
  'owner-never-releases': {
    about: [
      'Fields that other packages can reach are left alone.',
      'What a constructor makes for a type and hands over inside it is told too, where the type has a release that forgets it; so is what an owner makes for itself, and a list that its release leaves out beside another one of the same kind.',
    ],
    remedy:
      'Let go of it in the method that ends the owner; if there is none, add one, and have who makes owners call it.',
  },
  'release-is-no-op': {
    about: [
      'The call looks like a release and has no effect, so readers and tests take the resource for closed.',
      'It is told too where the release of a type does nothing, though something was made for the type to hold and nothing else in the package lets go of it.',
    ],
    remedy: 'Give the method a body that lets go of what its type holds.',
  },
  'release-hidden': {
    about: ['From the field only a type assertion leads to the release, and nobody makes one.'],
    remedy:
      'Give the field a type that has the release, such as io.ReadCloser for io.Reader, and call it where the owner ends.',
  },
  'half-close-only': {
    about: [
      'A half-close such as CloseWrite tells the other side that no more comes. The descriptor stays open, and what the other side still sends is waited for.',
    ],
    remedy: 'Close the whole as well when both directions are done; the half-close may stay before it.',
  },
  'blocked-before-release': {
    about: [
      'Three shapes are seen: a wait for a goroutine that nothing has told to end, or that accepts from a listener which is closed only afterwards; a stream that is read to its end before it is closed; and a producer that may be blocked itself (told as no-waker).',
    ],
    remedy: 'Tell the other side to end first: close the channel, the listener or the stream, then wait.',
  },
  'no-waker': {
    about: [
      'These are seen: a send whose receiver has left; more sends than receives; a channel that nothing closes, or one path does not; a receive from a goroutine that can end without having sent; a group that is not told, or waited for before its goroutines can hand over what they have; a lock or a place of a semaphore that is kept; a condition that nobody signals, or a release does not; a channel in a field that nothing makes; a goroutine that one way out of a failure ends and another leaves waiting.',
      'Told too is a goroutine of a group that waits for one thing alone: where another one fails, the group waits for it.',
    ],
    remedy:
      'Make the wake-up certain on every path: a channel with room for the value, a close or Done in a defer, an unlock in a defer, or a select that also waits for the end of the context.',
  },
  'cancel-dropped': {
    about: [
      'Told too is a context that is thrown away, so that its cancel function cancels nothing.',
      'So is one that only a goroutine cancels, after it has waited for something of the caller’s.',
    ],
    remedy: 'Call the cancel function with defer right after it is made, and give its context to what it is to stop.',
  },
  'release-unreachable-from-api': {
    about: ['Users of the package can make the owner and cannot end it.'],
    remedy: 'Export the release, or call it from an exported method that ends the owner.',
  },
  'sibling-releases': {
    about: [
      'It does not either where all that it calls does nothing: flags are set, an empty release of a field is called.',
      'What it holds is what its field was given: a resource or a pool that was made for it, through variables, maps, fields and constructors, or a field of the type that the other one lets go of. Two types with two methods or more in common are taken for implementers of one interface.',
    ],
    remedy: 'Let go of what it holds in the same method as the others do, since that is the one that is called.',
  },
  'pool-not-drained': {
    about: [
      'No time limit ends the idle connections either. Each of them keeps a descriptor and a goroutine until the other side hangs up.',
      'Of what an owner keeps, behind fields, maps, interfaces and constructors, only that is told which was made for an owner that has a release, in a package that nowhere calls CloseIdleConnections; what the caller gave, and a client that is handed out, are left alone.',
    ],
    remedy:
      'Call CloseIdleConnections when nothing uses the client any more, keep one client for all calls, or set an idle time limit on its transport.',
  },
  'goroutine-outlives-owner': {
    about: [
      'It keeps alive what it refers to. A loop over the channel of a ticker is the usual shape: Stop does not close that channel.',
    ],
    remedy:
      'Give the goroutine a channel or a context that the end of its owner closes, and have it select on that too.',
  },
};
