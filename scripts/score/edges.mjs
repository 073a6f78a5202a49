// Compares call graphs: static calls with go/ssa, dynamic ones with VTA, and all of them with what ran.

import { isDynamic } from './call-graph.mjs';
import { fileOf } from './records.mjs';

/** Static edges both ways: those out of the files asked about, and of ours those of all that they reach. */
export function compareStatic(truth, ours, files) {
  const isAskedAbout = (edge) => files.has(fileOf(edge.at));
  const isStatic = (edge) => edge.mode === 'static';
  return {
    truth: coverage(truth.edges.filter(isAskedAbout), ours),
    ours: coverage(
      ours.edges.filter((edge) => isStatic(edge) && isAskedAbout(edge)),
      truth,
    ),
    reached: coverage(ours.edges.filter(isStatic), truth),
  };
}

/** How many of some edges a graph has, with the others. */
function coverage(edges, graph) {
  const missing = edges.filter((edge) => !graph.has(edge));
  return {
    edges: edges.length,
    found: edges.length - missing.length,
    missing: missing.map((edge) => ({ edge, why: graph.why(edge) })),
  };
}

/** The callees of dynamic calls against VTA's, which is no truth: it has callees that no run has, and lacks few. */
export function compareDynamic(vta, ours, files) {
  const isAskedAbout = (edge) => files.has(fileOf(edge.at));
  return { named: compareSites(vta, ours, isAskedAbout), all: compareSites(vta, ours, () => true) };
}

function compareSites(vta, ours, isInScope) {
  const theirSites = vta.dynamicSites(isInScope);
  const ourSites = ours.dynamicSites(isInScope);
  const result = { sites: 0, vta: 0, ours: 0, both: 0, fewer: 0, same: 0, more: 0, none: [], extraSites: 0 };
  for (const [at, callees] of theirSites) {
    const mine = ours.calleesAt(at, callees);
    result.sites += 1;
    result.vta += callees.size;
    result.ours += mine.size;
    for (const callee of mine) if (callees.has(callee)) result.both += 1;
    result[mine.size < callees.size ? 'fewer' : mine.size > callees.size ? 'more' : 'same'] += 1;
    if (mine.size === 0) result.none.push({ at, vta: [...callees] });
  }
  for (const at of ourSites.keys()) if (!theirSites.has(at)) result.extraSites += 1;
  return result;
}

/** What of a recorded run a graph has, and how many callees it has where a dynamic call ran. */
export function compareRan(run, graph) {
  const recall = {};
  const misses = [];
  for (const edge of run.edges) {
    const isFound = graph.has(edge);
    for (const name of ['all', isDynamic(edge) ? 'dynamic' : edge.mode]) {
      const counts = (recall[name] ??= { ran: 0, found: 0 });
      counts.ran += 1;
      if (isFound) counts.found += 1;
    }
    if (!isFound) misses.push({ edge, why: graph.why(edge) });
  }
  const sites = { sites: 0, ran: 0, callees: 0 };
  for (const [at, callees] of run.dynamicSites()) {
    sites.sites += 1;
    sites.ran += callees.size;
    sites.callees += graph.calleesAt(at, callees).size;
  }
  return { recall, sites, misses };
}
