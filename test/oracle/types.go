package main

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/packages"
)

// objectRecord is an identifier with the object that it declares (def) or stands for (use), or a node that declares one
// without an identifier (implicit).
type objectRecord struct {
	K       string `json:"k"`
	At      string `json:"at"`
	Name    string `json:"name"`
	Obj     string `json:"obj"`
	ObjKind string `json:"objKind"`
	Type    string `json:"type"`
	Pkg     string `json:"pkg,omitempty"`
}

type selectionRecord struct {
	K        string `json:"k"`
	At       string `json:"at"`
	Name     string `json:"name"`
	SelKind  string `json:"selKind"`
	Obj      string `json:"obj"`
	Index    []int  `json:"index"`
	Indirect bool   `json:"indirect"`
	Recv     string `json:"recv"`
	Type     string `json:"type"`
}

type expressionRecord struct {
	K     string `json:"k"`
	At    string `json:"at"`
	Type  string `json:"type"`
	Mode  string `json:"mode"`
	Const string `json:"const,omitempty"`
}

type instanceRecord struct {
	K     string   `json:"k"`
	At    string   `json:"at"`
	Name  string   `json:"name"`
	TArgs []string `json:"targs"`
	Type  string   `json:"type"`
}

// longestConstant is how much of a constant's exact value is printed; a longer one is left out.
const longestConstant = 80

// typeRecords says what go/types knows of each package. Of a package and the same one with its tests, the latter counts.
func typeRecords(named []*packages.Package, names *fileNames) []record {
	withTests := make(map[string]bool)
	for _, p := range named {
		if p.ForTest == p.PkgPath {
			withTests[p.PkgPath] = true
		}
	}
	r := &typeReader{names: names}
	for _, p := range named {
		if !isTestMain(p) && (p.ForTest != "" || !withTests[p.PkgPath]) {
			r.read(p)
		}
	}
	return r.records
}

type typeReader struct {
	names   *fileNames
	records []record
}

func (r *typeReader) add(node ast.Node, value func(at string) any) {
	if at := r.names.at(node.Pos()); at.known() {
		r.records = append(r.records, newRecord(at, value(at.String())))
	}
}

// read walks the syntax and looks each node up, so that what the type checker makes up (the 1 of x++) is not met.
func (r *typeReader) read(p *packages.Package) {
	info := p.TypesInfo
	for _, file := range p.Syntax {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.Ident:
				if object := info.Defs[node]; object != nil {
					r.object("def", node, node.Name, object)
				}
				if object := info.Uses[node]; object != nil {
					r.object("use", node, node.Name, object)
				}
				if instance, ok := info.Instances[node]; ok {
					r.instance(node, instance)
				}
			case *ast.ImportSpec, *ast.CaseClause:
				if object := info.Implicits[node]; object != nil {
					r.object("implicit", node, object.Name(), object)
				}
			case *ast.SelectorExpr:
				if selection, ok := info.Selections[node]; ok {
					r.selection(node.Sel, selection)
				}
			}
			if e, ok := node.(ast.Expr); ok {
				if tv, ok := info.Types[e]; ok {
					r.expression(e, tv)
				}
			}
			return true
		})
	}
}

func (r *typeReader) object(k string, node ast.Node, name string, object types.Object) {
	r.add(node, func(at string) any {
		rec := objectRecord{K: k, At: at, Name: name, Obj: r.declaration(object)}
		rec.ObjKind, rec.Type = kindOf(object), typeString(object.Type())
		switch object := object.(type) {
		case *types.PkgName:
			rec.Pkg, rec.Type = object.Imported().Path(), ""
		case *types.Label, *types.Builtin:
			rec.Type = ""
		}
		return rec
	})
}

func (r *typeReader) selection(name *ast.Ident, s *types.Selection) {
	kinds := [...]string{types.FieldVal: "FieldVal", types.MethodVal: "MethodVal", types.MethodExpr: "MethodExpr"}
	r.add(name, func(at string) any {
		return selectionRecord{
			"sel", at, name.Name, kinds[s.Kind()], r.declaration(s.Obj()), s.Index(), s.Indirect(),
			typeString(s.Recv()), typeString(s.Type()),
		}
	})
}

func (r *typeReader) expression(e ast.Expr, tv types.TypeAndValue) {
	end := r.names.at(e.End())
	r.add(e, func(at string) any {
		rec := expressionRecord{
			K: "expr", At: fmt.Sprintf("%s-%d:%d", at, end.line, end.col), Type: typeString(tv.Type), Mode: modeOf(tv),
		}
		if tv.Value != nil && len(tv.Value.ExactString()) <= longestConstant {
			rec.Const = tv.Value.ExactString()
		}
		return rec
	})
}

func (r *typeReader) instance(name *ast.Ident, instance types.Instance) {
	r.add(name, func(at string) any {
		var args []string
		for arg := range instance.TypeArgs.Types() {
			args = append(args, typeString(arg))
		}
		return instanceRecord{"inst", at, name.Name, args, typeString(instance.Type)}
	})
}

// declaration is where an object is declared; what has no source is named, as universe:error.Error.
func (r *typeReader) declaration(object types.Object) string {
	if at := r.names.at(object.Pos()); at.known() {
		return at.String()
	}
	scope, name := "universe", object.Name()
	if object.Pkg() != nil {
		scope = object.Pkg().Path()
	}
	if method, ok := object.(*types.Func); ok && method.Signature().Recv() != nil {
		unqualified := func(*types.Package) string { return "" }
		name = types.TypeString(method.Signature().Recv().Type(), unqualified) + "." + name
	}
	return scope + ":" + name
}

func kindOf(object types.Object) string {
	switch object.(type) {
	case *types.Func:
		return "func"
	case *types.Var:
		return "var"
	case *types.TypeName:
		return "type"
	case *types.Const:
		return "const"
	case *types.PkgName:
		return "pkg"
	case *types.Label:
		return "label"
	case *types.Builtin:
		return "builtin"
	}
	return "nil"
}

func typeString(t types.Type) string {
	if t == nil {
		return ""
	}
	return types.TypeString(t, nil)
}

// modeOf names the kind of operand; the first that holds says most.
func modeOf(tv types.TypeAndValue) string {
	modes := []struct {
		name  string
		holds bool
	}{
		{"void", tv.IsVoid()}, {"type", tv.IsType()}, {"builtin", tv.IsBuiltin()}, {"nil", tv.IsNil()},
		{"const", tv.Value != nil}, {"variable", tv.Addressable()}, {"mapindex", tv.Assignable()},
		{"commaok", tv.HasOk()}, {"value", true},
	}
	for _, mode := range modes {
		if mode.holds {
			return mode.name
		}
	}
	return ""
}
