// Sites that show the files of repositories, and the addresses they give to a line. Which site runs on a host cannot be told
// from its name, so other hosts than these are linked only where the user says how.

/** Addresses by host, with `{repository}`, `{revision}`, `{path}` and `{line}` to be put in. */
export type LinkTemplates = Readonly<Record<string, string>>;

const known: LinkTemplates = {
  'github.com': 'https://github.com/{repository}/blob/{revision}/{path}#L{line}',
  'gitlab.com': 'https://gitlab.com/{repository}/-/blob/{revision}/{path}#L{line}',
  'gitee.com': 'https://gitee.com/{repository}/blob/{revision}/{path}#L{line}',
};

export interface RemoteRepository {
  readonly host: string;
  /** `owner/name`; on GitLab with the groups above it. */
  readonly repository: string;
}

/** The host and repository of an address in any of the forms that git takes. */
export function remoteRepository(url: string): RemoteRepository | undefined {
  const match =
    /^(?:(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/|(?:[\w.-]+@)([\w.-]+):(?!\d+\/|\/))([\w.-]+(?:\/[\w.-]+)+?)\/?$/.exec(
      url,
    );
  const host = match?.[1] ?? match?.[2];
  const repository = match?.[3]?.replace(/\.git$/, '');
  if (host === undefined || repository === undefined || repository.split('/').some((part) => /^\.+$/.test(part)))
    return undefined;
  return { host: host.toLowerCase(), repository };
}

/** The address of a file of a repository's folder, with `{path}` and `{line}` left; undefined for an unknown host. */
export function fileUrl(
  templates: LinkTemplates,
  { host, repository }: RemoteRepository,
  folder: string,
  revision: string,
): string | undefined {
  const template = Object.hasOwn(templates, host)
    ? templates[host]
    : Object.hasOwn(known, host)
      ? known[host]
      : undefined;
  const path = `${folder === '' ? '' : `${folder}/`}{path}`;
  return template
    ?.replaceAll('{path}', () => path)
    .replaceAll('{repository}', () => repository)
    .replaceAll('{revision}', () => revision);
}
