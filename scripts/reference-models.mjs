// The part of docs/reference.md that tells what libraries are taken to do, made from the tables of src/models.

import { code, sentence, table } from './reference-parts.mjs';

const codes = (words) => [...words].map(code).join(', ');

/** Entries by what they have in common, in the order in which that comes first. */
function grouped(entries, keyOf) {
  const groups = new Map();
  for (const entry of entries) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

/** What of a call it is: nothing for its first result. */
function heldIn({ result, field }) {
  const of = result === -1 ? 'the receiver' : result === 0 ? 'the result' : `result ${result}`;
  return field === undefined ? of : `${code(field)} of ${of}`;
}

const ordinals = ['first', 'second', 'third'];
const argumentName = (n) => (n === -1 ? 'receiver' : `${ordinals[n] ?? `${n + 1}th`} argument`);

function acquireLines({ acquireModels, acquiredTypes }) {
  const same = (model) => JSON.stringify([model.resource, heldIn(model), model.because, model.until ?? '']);
  return [
    ...table(
      ['Functions', 'Hand over', 'In', 'Because'],
      grouped(acquireModels, same).map((models) => [
        codes(new Set(models.map((model) => model.function))),
        code(models[0].resource),
        heldIn(models[0]),
        `${models[0].because}${models[0].until === undefined ? '' : ` (code for Go before ${models[0].until.replace('go', '')})`}`,
      ]),
    ),
    '',
    'Of a function whose source is not there, the type of a result says it where its name begins as that of one that opens does',
    '(`Dial`, `Open`, `Listen`, `Accept`, …):',
    '',
    ...table(
      ['Type', 'Hands over'],
      [...acquiredTypes].map(([type, { resource, field }]) => [
        code(type),
        `${code(resource)}${field === undefined ? '' : ` in ${code(field)}`}`,
      ]),
    ),
  ];
}

function lifecycleLines(models) {
  return [
    '### What has to be let go of',
    '',
    ...table(
      ['Kind', 'Is called', 'Has to be', 'Or else', 'Also by'],
      models.resourceKinds.map(({ id, noun, verb, cost, releases }) => [code(id), noun, verb, cost, codes(releases)]),
    ),
    '',
    '### Who hands it over',
    '',
    ...acquireLines(models),
    '',
    '### What becomes of an argument',
    '',
    ...table(
      ['Function', 'Argument', 'Effect', 'Because'],
      models.argumentModels.map((model) => [
        code(model.function),
        argumentName(model.argument),
        code(model.effect),
        model.because,
      ]),
    ),
    '',
    `Functions of these packages only use what they are given: ${codes(models.borrowingPackages)}.`,
    '',
    '### Pools of idle connections',
    '',
    ...table(
      ['Type', 'Ended by itself where one of these is set', 'Because'],
      [...models.pools].map(([type, { bounds, because }]) => [code(type), codes(bounds), because]),
    ),
  ];
}

function transportLines({ transportPackages, transportOperations, halfClosing, responseEnding }) {
  return [
    '### The transport',
    '',
    'A trace ends at functions of these packages:',
    '',
    ...table(
      ['Package', 'Why'],
      transportPackages.map(({ path, reason }) => [code(path), sentence(reason)]),
    ),
    '',
    'What such a function does to a connection:',
    '',
    ...table(
      ['Does', 'Functions'],
      grouped([...transportOperations], ([, operation]) => operation).map((entries) => [
        entries[0][1],
        codes(entries.map(([name]) => name)),
      ]),
    ),
    '',
    `The request side of a stream is ended by ${[...halfClosing]
      .map(([name, parameter]) => `${code(name)} where ${code(parameter)} is true`)
      .join(', ')}; a response by ${codes(responseEnding)}.`,
  ];
}

function waitLines({ waitModels, handoffMakers }) {
  return [
    '### Waits and hand-offs',
    '',
    ...table(
      ['Wait', 'Ended by', 'Because'],
      waitModels.map(({ wait, wakers, until }) => [code(wait), codes(wakers), sentence(until)]),
    ),
    '',
    `Channels of these packages are told by another name: ${[
      ...new Set(handoffMakers.map((maker) => `${code(maker.package)} (${maker.kind})`)),
    ].join(', ')}.`,
  ];
}

/** Names are go/ssa's. */
export function modelLines(models) {
  return [
    'What is known of libraries beside their source, from their documentation. A project adds its own in',
    '[loose-ends.json](#loose-endsjson).',
    '',
    ...lifecycleLines(models),
    '',
    ...transportLines(models),
    '',
    ...waitLines(models),
  ];
}
