// Where a module version's sources can be seen: what the module cache recorded of its origin, else what the module's
// path says, for hosts whose paths are known.

import type { FileSystem } from '#base/file-system.js';
import { escapePath } from '#go/workspace/module-path.js';
import { fileUrl, type LinkTemplates, type RemoteRepository, remoteRepository } from './forges.js';

/** Where a module lies: the repository, the folder in it, and the commit or tag. */
interface Place extends RemoteRepository {
  readonly folder: string;
  readonly revision: string;
}

/** Module paths that redirect to GitHub; `*` is one path element. From the go-import tags that the paths serve. */
const vanityPaths: readonly (readonly [string, string])[] = [
  ['golang.org/x/*', 'golang/*'],
  ['go.uber.org/*', 'uber-go/*'],
  ['google.golang.org/grpc', 'grpc/grpc-go'],
  ['google.golang.org/protobuf', 'protocolbuffers/protobuf-go'],
  ['google.golang.org/genproto', 'googleapis/go-genproto'],
  ['google.golang.org/api', 'googleapis/google-api-go-client'],
  ['cloud.google.com/go', 'googleapis/google-cloud-go'],
  ['connectrpc.com/connect', 'connectrpc/connect-go'],
  ['dubbo.apache.org/dubbo-go', 'apache/dubbo-go'],
  ['go.opentelemetry.io/otel', 'open-telemetry/opentelemetry-go'],
  ['go.etcd.io/etcd', 'etcd-io/etcd'],
  ['go.etcd.io/bbolt', 'etcd-io/bbolt'],
  ['k8s.io/*', 'kubernetes/*'],
  ['sigs.k8s.io/*', 'kubernetes-sigs/*'],
  ['gopkg.in/yaml.v2', 'go-yaml/yaml'],
  ['gopkg.in/yaml.v3', 'go-yaml/yaml'],
];

/** Hosts on which the first two elements of a path are the repository. On GitLab a group may stand in another. */
const plainHosts: ReadonlySet<string> = new Set(['github.com', 'gitee.com']);

/** The repository and the folder in it that a module path means. */
export function repositoryOf(modulePath: string): (RemoteRepository & { readonly folder: string }) | undefined {
  const elements = modulePath.split('/');
  const [host, owner, name, ...rest] = elements;
  if (host !== undefined && plainHosts.has(host))
    return owner === undefined || name === undefined
      ? undefined
      : { host, repository: `${owner}/${name}`, folder: withoutMajor(rest) };
  for (const [pattern, target] of vanityPaths) {
    const wanted = pattern.split('/');
    if (!wanted.every((element, i) => element === elements[i] || (element === '*' && elements[i] !== undefined)))
      continue;
    const star = elements[wanted.indexOf('*')] ?? '';
    return {
      host: 'github.com',
      repository: target.replace('*', star),
      folder: withoutMajor(elements.slice(wanted.length)),
    };
  }
  return undefined;
}

/** A last element `v2` names a major version; by far the most modules have no folder of that name. */
function withoutMajor(elements: readonly string[]): string {
  const isMajor = /^v[2-9]\d*$|^v1\d+$/.test(elements.at(-1) ?? '');
  return (isMajor ? elements.slice(0, -1) : elements).join('/');
}

/** The address of a file of a module version, with `{path}` and `{line}` to be put in; undefined if it is not known. */
export function moduleUrl(
  fs: FileSystem,
  modcache: string | undefined,
  modulePath: string,
  version: string,
  templates: LinkTemplates = {},
): string | undefined {
  const place = recordedPlace(fs, modcache, modulePath, version) ?? guessedPlace(modulePath, version);
  return place === undefined ? undefined : fileUrl(templates, place, place.folder, place.revision);
}

function recordedPlace(
  fs: FileSystem,
  modcache: string | undefined,
  modulePath: string,
  version: string,
): Place | undefined {
  if (modcache === undefined) return undefined;
  const bytes = fs.readFile(`${modcache}/cache/download/${escapePath(modulePath)}/@v/${escapePath(version)}.info`);
  if (typeof bytes === 'string') return undefined;
  const origin = originOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
  const remote = origin === undefined ? undefined : remoteRepository(origin.url);
  return origin === undefined || remote === undefined
    ? undefined
    : { ...remote, folder: origin.folder, revision: origin.revision };
}

/** The record of cmd/go/internal/modfetch/codehost.Origin, as far as it is needed. */
function originOf(
  json: string,
): { readonly url: string; readonly folder: string; readonly revision: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const origin = field(value, 'Origin');
  const url = field(origin, 'URL');
  const hash = field(origin, 'Hash');
  const folder = field(origin, 'Subdir');
  const tag = /^refs\/tags\/(.+)$/.exec(String(field(origin, 'Ref') ?? ''))?.[1];
  if (field(origin, 'VCS') !== 'git' || typeof url !== 'string') return undefined;
  // A tag is what people recognize; the hash may be that of the tag's own object.
  const revision = tag ?? (typeof hash === 'string' ? hash : undefined);
  return revision === undefined ? undefined : { url, folder: typeof folder === 'string' ? folder : '', revision };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function guessedPlace(modulePath: string, version: string): Place | undefined {
  const known = repositoryOf(modulePath);
  if (known === undefined) return undefined;
  const pseudo = /^v\d+\.\d+\.\d+-(?:.*\.)?(?:0\.)?\d{14}-([0-9a-f]{12})(?:\+incompatible)?$/.exec(version);
  const plain = version.replace(/\+incompatible$/, '');
  const revision = pseudo?.[1] ?? (known.folder === '' ? plain : `${known.folder}/${plain}`);
  return { ...known, revision };
}
