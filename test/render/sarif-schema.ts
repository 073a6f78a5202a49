// The part of SARIF 2.1.0 (OASIS standard, sections 3.13 to 3.59) that our logs use, closed: a property that is not
// named here is refused, so that a new one is looked up before it is written. The published schema itself is not a
// dependency: the one npm package that carries it is a first beta that was never followed up, and brings a fetcher, an old
// validator and the schema of the draft before the standard. Logs of check were validated with that one by hand.

type Schema = Record<string, unknown>;

const string: Schema = { type: 'string' };
const positive: Schema = { type: 'integer', minimum: 1 };
const level: Schema = { enum: ['none', 'note', 'warning', 'error'] };
const uriReference: Schema = { type: 'string', pattern: '^[^\\s<>"\\\\]+$' };
const bag: Schema = { type: 'object' };

const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const list = (items: Schema, more: Schema = {}): Schema => ({ type: 'array', items, ...more });

const message = object({ text: { type: 'string', minLength: 1 } }, ['text']);
const region = object({
  startLine: positive,
  startColumn: positive,
  endLine: positive,
  endColumn: positive,
  snippet: object({ text: string }),
});
const physicalLocation = object({ artifactLocation: object({ uri: uriReference, uriBaseId: string }), region }, [
  'artifactLocation',
]);
const logicalLocation = object({ fullyQualifiedName: string, kind: string });
const location = object({
  id: { type: 'integer', minimum: -1 },
  physicalLocation,
  logicalLocations: list(logicalLocation, { uniqueItems: true }),
  message,
});
const threadFlow = object(
  { locations: list(object({ executionOrder: { type: 'integer', minimum: -1 }, location }), { minItems: 1 }) },
  ['locations'],
);
const reportingDescriptor = object(
  {
    id: string,
    name: string,
    shortDescription: message,
    fullDescription: message,
    helpUri: uriReference,
    defaultConfiguration: object({ level }),
    properties: bag,
  },
  ['id'],
);
const result = object(
  {
    ruleId: string,
    ruleIndex: { type: 'integer', minimum: -1 },
    level,
    message,
    locations: list(location),
    relatedLocations: list(location, { uniqueItems: true }),
    codeFlows: list(object({ threadFlows: list(threadFlow, { minItems: 1 }) }, ['threadFlows'])),
    partialFingerprints: { type: 'object', additionalProperties: string },
    properties: bag,
  },
  ['message'],
);
const notification = object(
  { descriptor: object({ id: string }), level, message, locations: list(location, { uniqueItems: true }) },
  ['message'],
);
const run = object(
  {
    tool: object(
      {
        driver: object(
          {
            name: string,
            version: string,
            informationUri: uriReference,
            rules: list(reportingDescriptor, { uniqueItems: true }),
          },
          ['name'],
        ),
      },
      ['driver'],
    ),
    language: { type: 'string', pattern: '^[a-zA-Z]{2}(-[a-zA-Z]{2})?$' },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: list(result),
    invocations: list(
      object({ executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: list(notification) }, [
        'executionSuccessful',
      ]),
    ),
  },
  ['tool'],
);

export const sarifSchema: Schema = {
  ...object({ $schema: string, version: { const: '2.1.0' }, runs: list(run) }, ['version', 'runs']),
};
