package main

import (
	"errors"
	"go/token"
	"go/types"
	"iter"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/cha"
	"golang.org/x/tools/go/callgraph/static"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// rounds is how often VTA runs, each time on what its result before leaves reachable. A third changes next to nothing.
const rounds = 2

// callGraph is the functions that count, and what each of them calls.
type callGraph struct {
	functions map[*ssa.Function]bool
	callees   func(*ssa.Function) iter.Seq2[ssa.CallInstruction, *ssa.Function]
}

func buildGraph(named []*packages.Package, algo string) (*callGraph, error) {
	prog, pkgs := ssautil.AllPackages(named, ssa.InstantiateGenerics)
	prog.Build()
	if algo == "static" {
		return staticGraph(prog), nil
	}
	roots := rootsOf(prog, pkgs)
	if len(roots) == 0 {
		return nil, errors.New("the packages have no main, no tests and nothing exported: nothing starts there")
	}
	graph := cha.CallGraph(prog)
	for range rounds {
		graph = vta.CallGraph(reachable(roots, graph), graph)
	}
	return &callGraph{reachable(roots, graph), edgesOf(graph)}, nil
}

// staticGraph has every call whose callee go/ssa knows, of every function of the program. It is callgraph/static and what
// that does not visit: literals that nothing calls statically, and what they alone call.
func staticGraph(prog *ssa.Program) *callGraph {
	callees := func(fn *ssa.Function) iter.Seq2[ssa.CallInstruction, *ssa.Function] {
		return func(yield func(ssa.CallInstruction, *ssa.Function) bool) {
			for call := range callsIn(fn) {
				if callee := call.Common().StaticCallee(); callee != nil && !yield(call, callee) {
					return
				}
			}
		}
	}
	queue := newQueue()
	for fn := range ssautil.AllFunctions(prog) {
		queue.add(fn)
	}
	for fn := range static.CallGraph(prog).Nodes {
		if fn != nil { // the root of the graph
			queue.add(fn)
		}
	}
	for fn := range queue.all() {
		for _, literal := range fn.AnonFuncs {
			queue.add(literal)
		}
		for _, callee := range callees(fn) {
			queue.add(callee)
		}
	}
	return &callGraph{queue.seen, callees}
}

func edgesOf(graph *callgraph.Graph) func(*ssa.Function) iter.Seq2[ssa.CallInstruction, *ssa.Function] {
	return func(fn *ssa.Function) iter.Seq2[ssa.CallInstruction, *ssa.Function] {
		return func(yield func(ssa.CallInstruction, *ssa.Function) bool) {
			node := graph.Nodes[fn]
			if node == nil {
				return
			}
			for _, edge := range node.Out {
				if edge.Site != nil && !yield(edge.Site, edge.Callee.Func) {
					return
				}
			}
		}
	}
}

// reachable is what the roots call, and every function whose value is taken on the way: the runtime calls timers and
// finalizers by edges that no graph has.
func reachable(roots []*ssa.Function, graph *callgraph.Graph) map[*ssa.Function]bool {
	queue := newQueue()
	for _, root := range roots {
		queue.add(root)
	}
	callees := edgesOf(graph)
	var operands []*ssa.Value
	for fn := range queue.all() {
		for _, callee := range callees(fn) {
			queue.add(callee)
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				operands = instr.Operands(operands[:0])
				for _, operand := range operands {
					if taken, ok := (*operand).(*ssa.Function); ok {
						queue.add(taken)
					}
				}
			}
		}
	}
	return queue.seen
}

// rootsOf is what starts the packages: main functions, those of the test binaries included; of a library, what
// others can call. Generic functions are none, as they have no instance by themselves.
func rootsOf(prog *ssa.Program, pkgs []*ssa.Package) []*ssa.Function {
	var roots []*ssa.Function
	for _, main := range ssautil.MainPackages(pkgs) {
		roots = append(roots, main.Func("init"), main.Func("main"))
	}
	if len(roots) > 0 {
		return roots
	}
	for _, pkg := range pkgs {
		if pkg == nil {
			continue
		}
		roots = append(roots, pkg.Func("init"))
		for name, member := range pkg.Members {
			if !token.IsExported(name) {
				continue
			}
			if fn, ok := member.(*ssa.Function); ok && fn.TypeParams().Len() == 0 {
				roots = append(roots, fn)
			} else if member, ok := member.(*ssa.Type); ok {
				roots = append(roots, exportedMethods(prog, member.Type())...)
			}
		}
	}
	return roots
}

func exportedMethods(prog *ssa.Program, t types.Type) []*ssa.Function {
	named, ok := t.(*types.Named)
	if !ok || named.TypeParams().Len() > 0 || types.IsInterface(named) {
		return nil
	}
	var methods []*ssa.Function
	set := prog.MethodSets.MethodSet(types.NewPointer(named))
	for method := range set.Methods() {
		if method.Obj().Exported() {
			methods = append(methods, prog.MethodValue(method))
		}
	}
	return methods
}

// callsIn yields the calls of a function's body but those of builtins.
func callsIn(fn *ssa.Function) iter.Seq[ssa.CallInstruction] {
	return func(yield func(ssa.CallInstruction) bool) {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue
				}
				if _, builtin := call.Common().Value.(*ssa.Builtin); !builtin && !yield(call) {
					return
				}
			}
		}
	}
}

// queue gives each function once, those too that are added on the way.
type queue struct {
	seen map[*ssa.Function]bool
	todo []*ssa.Function
}

func newQueue() *queue { return &queue{seen: make(map[*ssa.Function]bool)} }

func (q *queue) add(fn *ssa.Function) {
	if !q.seen[fn] {
		q.seen[fn] = true
		q.todo = append(q.todo, fn)
	}
}

func (q *queue) all() iter.Seq[*ssa.Function] {
	return func(yield func(*ssa.Function) bool) {
		for len(q.todo) > 0 {
			fn := q.todo[len(q.todo)-1]
			q.todo = q.todo[:len(q.todo)-1]
			if !yield(fn) {
				return
			}
		}
	}
}
