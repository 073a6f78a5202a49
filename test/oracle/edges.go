package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
)

type edgeRecord struct {
	Caller     string `json:"caller"`
	CallerName string `json:"callerName"`
	Site       string `json:"site"`
	Lparen     string `json:"lparen"`
	Callee     string `json:"callee"`
	CalleeName string `json:"calleeName"`
	Mode       string `json:"mode"`
	Kind       string `json:"kind"`
}

// edgeRecords says which functions call which, in terms of the source: instances of a generic function are the one that
// is written, and what go/ssa makes up to promote or bind a method is looked through.
func edgeRecords(named []*packages.Package, names *fileNames, algo string) ([]record, error) {
	graph, err := buildGraph(named, algo)
	if err != nil {
		return nil, err
	}
	s := newSource(named, names)
	modes := s.modes(graph)
	var records []record
	for fn := range graph.functions {
		if isMadeUp(fn) || strings.HasPrefix(fn.Synthetic, "instantiation wrapper") {
			continue
		}
		for call, callee := range graph.callees(fn) {
			site, ok := s.site(call)
			if !ok {
				continue
			}
			from, at := names.at(s.callerPos(fn, site.lparen)), names.at(site.lparen)
			if !from.known() || !at.known() {
				continue
			}
			for _, target := range written(graph, callee) {
				if to := names.at(posOf(target)); to.known() {
					records = append(records, newRecord(at, edgeRecord{
						from.String(), nameOf(fn), names.at(site.start).String(), at.String(),
						to.String(), nameOf(target), modes[site.lparen], kindOfCall(call),
					}))
				}
			}
		}
	}
	return records, nil
}

// source finds syntax: of calls by their left parenthesis, and the package clause of each file.
type source struct {
	calls   map[token.Pos]*ast.CallExpr
	clauses map[*token.File]token.Pos
	fset    *token.FileSet
}

func newSource(named []*packages.Package, names *fileNames) *source {
	s := &source{make(map[token.Pos]*ast.CallExpr), make(map[*token.File]token.Pos), names.fset}
	packages.Visit(named, nil, func(p *packages.Package) {
		for _, file := range p.Syntax {
			s.clauses[s.fset.File(file.Package)] = file.Package
			ast.Inspect(file, func(node ast.Node) bool {
				if call, ok := node.(*ast.CallExpr); ok {
					s.calls[call.Lparen] = call
				}
				return true
			})
		}
	})
	return s
}

// site is where a call begins and its left parenthesis; for the iterator's call of a loop, `for` and `range`.
type site struct{ start, lparen token.Pos }

func (s *source) site(call ssa.CallInstruction) (site, bool) {
	common := call.Common()
	if common.Pos().IsValid() {
		expr, ok := s.calls[common.Pos()]
		if !ok {
			return site{}, false
		}
		return site{expr.Pos(), expr.Lparen}, true
	}
	if len(common.Args) == 1 {
		if body, ok := common.Args[0].(*ssa.MakeClosure); ok {
			if loop, ok := body.Fn.(*ssa.Function).Syntax().(*ast.RangeStmt); ok {
				return site{loop.For, loop.Range}, true
			}
		}
	}
	return site{}, false
}

// modes gives each site the mode of the source: the least static one among the instances of a function and its origin.
func (s *source) modes(graph *callGraph) map[token.Pos]string {
	order := []string{"", "static", "func", "invoke"}
	modes := make(map[token.Pos]string)
	note := func(fn *ssa.Function) {
		for call := range callsIn(fn) {
			if at, ok := s.site(call); ok {
				if mode := modeOfCall(call.Common()); slices.Index(order, mode) > slices.Index(order, modes[at.lparen]) {
					modes[at.lparen] = mode
				}
			}
		}
	}
	for fn := range graph.functions {
		note(fn)
		if origin := fn.Origin(); origin != nil && origin != fn {
			note(origin)
		}
	}
	return modes
}

// modeOfCall counts a bound method of an interface, whose wrapper go/ssa knows, as a call through the interface.
func modeOfCall(common *ssa.CallCommon) string {
	callee := common.StaticCallee()
	if common.IsInvoke() {
		return "invoke"
	}
	if callee == nil {
		return "func"
	}
	if method, ok := callee.Object().(*types.Func); ok && isMadeUp(callee) {
		if recv := method.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
			return "invoke"
		}
	}
	return "static"
}

func kindOfCall(call ssa.CallInstruction) string {
	switch call.(type) {
	case *ssa.Go:
		return "go"
	case *ssa.Defer:
		return "defer"
	}
	return "call"
}

// written is the function itself if it stands in a file, else those that it calls, through whatever is made up between.
func written(graph *callGraph, fn *ssa.Function) []*ssa.Function {
	if !isMadeUp(fn) {
		return []*ssa.Function{fn}
	}
	var found []*ssa.Function
	queue := newQueue()
	queue.add(fn)
	for wrapper := range queue.all() {
		if !isMadeUp(wrapper) {
			found = append(found, wrapper)
			continue
		}
		for _, callee := range graph.callees(wrapper) {
			queue.add(callee)
		}
	}
	return found
}

func isInitializer(fn *ssa.Function) bool { return fn.Synthetic == "package initializer" }

func isMadeUp(fn *ssa.Function) bool { return fn.Syntax() == nil && !isInitializer(fn) }

// posOf is the keyword func; for, of the body of a range over a function.
func posOf(fn *ssa.Function) token.Pos {
	if fn.Syntax() == nil {
		return token.NoPos
	}
	return fn.Syntax().Pos()
}

// callerPos is the package clause of the file with the call, for a package's initializer.
func (s *source) callerPos(fn *ssa.Function, call token.Pos) token.Pos {
	if isInitializer(fn) {
		return s.clauses[s.fset.File(call)]
	}
	return posOf(fn)
}

// nameOf is go/ssa's name, of an instance that of the generic function.
func nameOf(fn *ssa.Function) string {
	if parent := fn.Parent(); parent != nil {
		if at := strings.LastIndexByte(fn.Name(), '$'); at >= 0 {
			return nameOf(parent) + fn.Name()[at:]
		}
	}
	if origin := fn.Origin(); origin != nil {
		return origin.String()
	}
	return fn.String()
}
