// Where a module version's sources can be seen: what the module cache recorded of its origin, else what the module's
// path says, for hosts whose paths are known. By the Go Modules Reference, "Mapping versions to commits": a module in a
// subdirectory of its repository has the subdirectory before the version in its tags (`sub/v1.2.3`), and a major version at
// the end of its path (`sub/v2`) is no part of that. But its files may lie in `sub` or in `sub/v2`: the go command looks in
// both, and records neither. So that is linked only where a table has it.

import type { FileSystem } from '#base/file-system.js';
import { escapePath } from '#go/workspace/module-path.js';
import type { Unlinked } from '#report/report.js';
import { fileUrl, type LinkTemplates, type RemoteRepository, remoteRepository } from './forges.js';

/** Where a module lies: its repository, the subdirectory in its tags, and the folder of its files, unless that is not known. */
interface Home extends RemoteRepository {
  readonly subdirectory: string;
  readonly folder: string | undefined;
}

/** With the commit or tag of a version. */
interface Place extends Home {
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

/** Folders of modules whose path ends in a major version; as their repositories had them in all versions of it. */
const majorFolders: ReadonlyMap<string, string> = new Map([
  ['dubbo.apache.org/dubbo-go/v3', ''],
  ['github.com/cespare/xxhash/v2', ''],
  ['github.com/coreos/go-systemd/v22', ''],
  ['github.com/go-resty/resty/v2', ''],
  ['github.com/googleapis/gax-go/v2', 'v2'],
  ['github.com/grpc-ecosystem/grpc-gateway/v2', ''],
  ['github.com/jackc/pgx/v5', ''],
  ['github.com/nacos-group/nacos-sdk-go/v2', ''],
  ['github.com/redis/go-redis/v9', ''],
  ['go.etcd.io/etcd/api/v3', 'api'],
  ['go.etcd.io/etcd/client/pkg/v3', 'client/pkg'],
  ['go.etcd.io/etcd/client/v2', 'client/v2'],
  ['go.etcd.io/etcd/client/v3', 'client/v3'],
  ['k8s.io/klog/v2', ''],
]);

/** Hosts on which the first two elements of a path are the repository. */
const plainHosts: ReadonlySet<string> = new Set(['github.com', 'gitee.com']);

/** The repository that a module path means, and where in it the module lies. */
export function homeOf(modulePath: string): Home | undefined {
  const { elements } = withoutMajor(modulePath);
  const [host, owner, name, ...rest] = elements;
  if (host !== undefined && owner !== undefined && name !== undefined) {
    // On GitLab more than two elements may be groups of groups, or a folder.
    const isPlain = plainHosts.has(host) || (host === 'gitlab.com' && rest.length === 0);
    if (isPlain) return { host, repository: `${owner}/${name}`, ...within(modulePath, rest.join('/')) };
  }
  for (const [pattern, target] of vanityPaths) {
    const wanted = pattern.split('/');
    const given = modulePath.split('/');
    if (!wanted.every((element, i) => element === given[i] || (element === '*' && given[i] !== undefined))) continue;
    const star = given[wanted.indexOf('*')] ?? '';
    return {
      host: 'github.com',
      repository: target.replace('*', star),
      ...within(modulePath, elements.slice(wanted.length).join('/')),
    };
  }
  return undefined;
}

/** The elements of a path without a major version (`v2` and so on) at its end. */
function withoutMajor(modulePath: string): { readonly elements: readonly string[]; readonly hasMajor: boolean } {
  const elements = modulePath.split('/');
  const hasMajor = elements.length > 1 && /^v([2-9]|[1-9]\d+)$/.test(elements.at(-1) ?? '');
  return { elements: hasMajor ? elements.slice(0, -1) : elements, hasMajor };
}

function within(modulePath: string, subdirectory: string): Pick<Home, 'subdirectory' | 'folder'> {
  const { hasMajor } = withoutMajor(modulePath);
  return { subdirectory, folder: hasMajor ? majorFolders.get(modulePath) : subdirectory };
}

/** The address of a file of a module version, with `{path}` and `{line}` to be put in, or why there is none. */
export function moduleUrl(
  fs: FileSystem,
  modcache: string | undefined,
  modulePath: string,
  version: string,
  templates: LinkTemplates = {},
): string | { readonly reason: Unlinked } {
  const place = recordedPlace(fs, modcache, modulePath, version) ?? placeByPath(modulePath, version);
  if (place === undefined) return { reason: 'unknown-repository' };
  if (place.folder === undefined) return { reason: 'unknown-folder' };
  return fileUrl(templates, place, place.folder, place.revision) ?? { reason: 'unknown-host' };
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
    : { ...remote, ...within(modulePath, origin.subdirectory), revision: origin.revision };
}

/** The record of cmd/go/internal/modfetch/codehost.Origin, as far as it is needed. Its Subdir has no major version. */
function originOf(
  json: string,
): { readonly url: string; readonly subdirectory: string; readonly revision: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const origin = field(value, 'Origin');
  const url = field(origin, 'URL');
  const hash = field(origin, 'Hash');
  const subdirectory = field(origin, 'Subdir');
  const tag = /^refs\/tags\/(.+)$/.exec(String(field(origin, 'Ref') ?? ''))?.[1];
  if (field(origin, 'VCS') !== 'git' || typeof url !== 'string') return undefined;
  // A tag is what people recognize; the hash may be that of the tag's own object.
  const revision = tag ?? (typeof hash === 'string' ? hash : undefined);
  return revision === undefined
    ? undefined
    : { url, subdirectory: typeof subdirectory === 'string' ? subdirectory : '', revision };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function placeByPath(modulePath: string, version: string): Place | undefined {
  const home = homeOf(modulePath);
  if (home === undefined) return undefined;
  const pseudo = /^v\d+\.\d+\.\d+-(?:.*\.)?(?:0\.)?\d{14}-([0-9a-f]{12})(?:\+incompatible)?$/.exec(version);
  const plain = version.replace(/\+incompatible$/, '');
  const revision = pseudo?.[1] ?? (home.subdirectory === '' ? plain : `${home.subdirectory}/${plain}`);
  return { ...home, revision };
}
