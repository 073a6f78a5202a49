// Puts the whole-program analysis together.

import type { Checker } from '#go/types/checker.js';
import { callResult } from './calls.js';
import { Engine } from './engine.js';
import { globalNode } from './globals.js';

/** An engine that knows nothing yet. Without `keepsReasons` it does not know afterwards how a value came anywhere. */
export function createEngine(checker: Checker, keepsReasons: boolean): Engine {
  return new Engine(checker, { callResult, globalNode }, keepsReasons);
}
