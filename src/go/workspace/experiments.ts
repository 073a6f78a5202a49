// Which GOEXPERIMENT tags are on by default: the toolchain decides it in GOROOT/src/internal/buildcfg/exp.go, in a literal
// that is read here, because each release has another set. Misses: conditions other than the three known by name,
// which count as off. Mirrors buildcfg.ParseGOEXPERIMENT.

const withRegisterABI = new Set(['amd64', 'arm64', 'loong64', 'ppc64le', 'ppc64', 'riscv64', 's390x']);

/** The experiments that are on: the defaults in `source` (the text of exp.go), changed by `setting` (GOEXPERIMENT). */
export function enabledExperiments(source: string, goos: string, goarch: string, setting: string): ReadonlySet<string> {
  const conditions = new Map([
    ['true', true],
    ['regabiSupported', withRegisterABI.has(goarch)],
    ['regabiAlwaysOn', withRegisterABI.has(goarch) && goarch !== 's390x'],
    ['dwarf5Supported', goos !== 'darwin' && goos !== 'ios' && goos !== 'aix'],
  ]);
  const enabled = new Set<string>();
  const start = source.indexOf('baseline := goexperiment.Flags{');
  const end = start === -1 ? -1 : source.indexOf('}', source.indexOf('{', start));
  if (end !== -1) {
    for (const line of source.slice(start, end).split('\n').slice(1)) {
      const field = /^\s*([A-Za-z0-9]+):\s*([A-Za-z0-9]+),/.exec(line);
      if (field !== null && conditions.get(field[2] ?? '') === true) enabled.add((field[1] ?? '').toLowerCase());
    }
  }
  for (const word of setting.split(',')) {
    if (word === 'none') enabled.clear();
    else if (word.startsWith('no')) enabled.delete(word.slice(2));
    else if (word !== '') enabled.add(word);
  }
  return enabled;
}
