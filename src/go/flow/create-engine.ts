// Puts the flow analysis together.

import type { Checker } from '#go/types/checker.js';
import type { Type } from '#go/types/type.js';
import { callResult, resolveCall } from './calls.js';
import type { ChosenResults } from './chosen-results.js';
import { isStaticallyDead, mayJudge, standing } from './conditions.js';
import { assertion } from './dynamic-type.js';
import { Engine } from './engine.js';
import {
  addressNode,
  connectDefinitions,
  evaluate,
  evaluateAs,
  pathNode,
  receiverNode,
  sourceNode,
  tupleNode,
  variableNode,
} from './evaluate.js';
import { Functions } from './function.js';
import { contentNode, elementNode, globalNode, loadField } from './heap.js';
import { parameterNode } from './parameters.js';
import { ProgramIndex } from './program-index.js';
import type { ProgramSource } from './program-source.js';

/** An analysis of a program; ask one question of each, so that answers do not depend on what was asked before. */
export function createEngine(
  checker: Checker,
  source: ProgramSource,
  assumed: ReadonlyMap<string, Type> = new Map(),
  opaque: ReadonlySet<string> = new Set(),
  chosenResults: ChosenResults = new Map(),
): Engine {
  const functions = new Functions(checker);
  const index = new ProgramIndex(checker, functions, source);
  return new Engine(
    checker,
    functions,
    index,
    {
      evaluate,
      evaluateAs,
      sourceNode,
      tupleNode,
      variableNode,
      connectDefinitions,
      addressNode,
      pathNode,
      receiverNode,
      contentNode,
      elementNode,
      globalNode,
      loadField,
      parameterNode,
      callResult,
      resolveCall,
      assertion,
      mayJudge,
      standing,
      isStaticallyDead,
    },
    assumed,
    opaque,
    chosenResults,
  );
}
