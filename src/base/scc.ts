// Strongly connected components of a directed graph (Tarjan 1972, made iterative: call graphs are deep).

/**
 * The components of the graph that `roots` reach, each in the order its members were first visited, callees'
 * components before callers'. O(nodes + edges).
 */
export function stronglyConnectedComponents<N>(roots: Iterable<N>, successors: (node: N) => Iterable<N>): N[][] {
  const index = new Map<N, number>();
  const low = new Map<N, number>();
  const onStack = new Set<N>();
  const stack: N[] = [];
  const components: N[][] = [];
  const work: { node: N; rest: Iterator<N> }[] = [];

  const enter = (node: N): void => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    onStack.add(node);
    work.push({ node, rest: successors(node)[Symbol.iterator]() });
  };
  const lower = (node: N, to: number): void => {
    if (to < (low.get(node) ?? 0)) low.set(node, to);
  };

  for (const root of roots) {
    if (index.has(root)) continue;
    enter(root);
    for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
      const next = top.rest.next();
      if (next.done !== true) {
        if (!index.has(next.value)) enter(next.value);
        else if (onStack.has(next.value)) lower(top.node, index.get(next.value) ?? 0);
        continue;
      }
      work.pop();
      const { node } = top;
      const parent = work.at(-1);
      if (parent !== undefined) lower(parent.node, low.get(node) ?? 0);
      if (low.get(node) !== index.get(node)) continue;
      const component: N[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack.delete(member);
        component.push(member);
        if (member === node) break;
      }
      components.push(component.reverse());
    }
  }
  return components;
}
