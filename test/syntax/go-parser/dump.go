// Prints the trees that go/parser makes of Go files, in the form that go-parser.test.ts writes.
//
//	go run dump.go hash|full FILE-OR-FOLDER
//
// One line a file: its path, then a hash of each declaration that is not an import; or with full, a line for each.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

type dump struct {
	strings.Builder
	base int
}

func (d *dump) offset(p token.Pos) int { return int(p) - d.base }

func (d *dump) f(format string, args ...any) { fmt.Fprintf(d, format, args...) }

func (d *dump) pos(p token.Pos) { d.f(" %d", d.offset(p)) }

func (d *dump) open(kind string, n ast.Node) {
	d.f("(%s %d %d", kind, d.offset(n.Pos()), d.offset(n.End()))
}

func list[T ast.Node](d *dump, nodes []T) {
	d.f(" [")
	for _, n := range nodes {
		d.node(n)
	}
	d.f("]")
}

// missing says that n has no value, though its interface may have a type.
func missing(n ast.Node) bool {
	switch n := n.(type) {
	case nil:
		return true
	case *ast.FieldList:
		return n == nil
	case *ast.BasicLit:
		return n == nil
	case *ast.Ident:
		return n == nil
	case *ast.BlockStmt:
		return n == nil
	}
	return false
}

func (d *dump) opt(nodes ...ast.Node) {
	for _, n := range nodes {
		if missing(n) {
			d.f(" -")
		} else {
			d.node(n)
		}
	}
}

func (d *dump) node(n ast.Node) {
	if s, ok := n.(*ast.EmptyStmt); ok && s.Implicit {
		d.f("(EmptyStmt)")
		return
	}
	switch n := n.(type) {
	case *ast.Ident:
		d.open("Ident", n)
		d.f(" %s", n.Name)
	case *ast.Ellipsis:
		d.open("Ellipsis", n)
		d.opt(n.Elt)
	case *ast.BasicLit:
		d.open("BasicLit", n)
		d.f(" %s %d", n.Kind, len(n.Value))
	case *ast.FuncLit:
		d.open("FuncLit", n)
		d.opt(n.Type, n.Body)
	case *ast.CompositeLit:
		d.open("CompositeLit", n)
		d.opt(n.Type)
		d.pos(n.Lbrace)
		list(d, n.Elts)
	case *ast.ParenExpr:
		d.open("ParenExpr", n)
		d.opt(n.X)
	case *ast.SelectorExpr:
		d.open("SelectorExpr", n)
		d.opt(n.X, n.Sel)
	case *ast.IndexExpr:
		d.open("IndexExpr", n)
		d.opt(n.X)
		d.pos(n.Lbrack)
		list(d, []ast.Expr{n.Index})
	case *ast.IndexListExpr:
		d.open("IndexExpr", n)
		d.opt(n.X)
		d.pos(n.Lbrack)
		list(d, n.Indices)
	case *ast.SliceExpr:
		d.open("SliceExpr", n)
		d.opt(n.X, n.Low, n.High, n.Max)
		d.f(" %v", n.Slice3)
	case *ast.TypeAssertExpr:
		d.open("TypeAssertExpr", n)
		d.opt(n.X, n.Type)
	case *ast.CallExpr:
		d.open("CallExpr", n)
		d.opt(n.Fun)
		d.pos(n.Lparen)
		list(d, n.Args)
		if n.Ellipsis == token.NoPos {
			d.f(" 0")
		} else {
			d.pos(n.Ellipsis)
		}
	case *ast.StarExpr:
		d.open("StarExpr", n)
		d.opt(n.X)
	case *ast.UnaryExpr:
		d.open("UnaryExpr", n)
		d.f(" %s", n.Op)
		d.opt(n.X)
	case *ast.BinaryExpr:
		d.open("BinaryExpr", n)
		d.opt(n.X)
		d.f(" %s", n.Op)
		d.pos(n.OpPos)
		d.opt(n.Y)
	case *ast.KeyValueExpr:
		d.open("KeyValueExpr", n)
		d.opt(n.Key, n.Value)
	case *ast.ArrayType:
		d.open("ArrayType", n)
		d.opt(n.Len, n.Elt)
	case *ast.StructType:
		d.open("StructType", n)
		d.opt(n.Fields)
	case *ast.FuncType:
		d.open("FuncType", n)
		d.opt(n.TypeParams, n.Params, n.Results)
	case *ast.InterfaceType:
		d.open("InterfaceType", n)
		d.opt(n.Methods)
	case *ast.MapType:
		d.open("MapType", n)
		d.opt(n.Key, n.Value)
	case *ast.ChanType:
		d.open("ChanType", n)
		d.f(" %s", map[ast.ChanDir]string{ast.SEND: "send", ast.RECV: "recv", ast.SEND | ast.RECV: "both"}[n.Dir])
		d.opt(n.Value)
	case *ast.FieldList:
		d.open("FieldList", n)
		list(d, n.List)
	case *ast.Field:
		d.open("Field", n)
		list(d, n.Names)
		d.opt(n.Type, n.Tag)
	default:
		if s, ok := n.(ast.Stmt); ok {
			d.stmt(s)
		} else {
			d.decl(n)
		}
	}
	d.f(")")
}

func (d *dump) stmt(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.DeclStmt:
		d.open("DeclStmt", n)
		d.opt(n.Decl)
	case *ast.EmptyStmt:
		d.open("EmptyStmt", n)
		d.f(" %v", n.Implicit)
	case *ast.LabeledStmt:
		if s, ok := n.Stmt.(*ast.EmptyStmt); ok && s.Implicit {
			d.f("(LabeledStmt %d -", d.offset(n.Pos()))
		} else {
			d.open("LabeledStmt", n)
		}
		d.opt(n.Label, n.Stmt)
	case *ast.ExprStmt:
		d.open("ExprStmt", n)
		d.opt(n.X)
	case *ast.SendStmt:
		d.open("SendStmt", n)
		d.opt(n.Chan)
		d.pos(n.Arrow)
		d.opt(n.Value)
	case *ast.IncDecStmt:
		d.open("IncDecStmt", n)
		d.opt(n.X)
		d.f(" %s", n.Tok)
	case *ast.AssignStmt:
		d.open("AssignStmt", n)
		list(d, n.Lhs)
		d.f(" %s", n.Tok)
		d.pos(n.TokPos)
		list(d, n.Rhs)
	case *ast.GoStmt:
		d.open("GoStmt", n)
		d.opt(n.Call)
	case *ast.DeferStmt:
		d.open("DeferStmt", n)
		d.opt(n.Call)
	case *ast.ReturnStmt:
		d.open("ReturnStmt", n)
		list(d, n.Results)
	case *ast.BranchStmt:
		d.open("BranchStmt", n)
		d.f(" %s", n.Tok)
		d.opt(n.Label)
	case *ast.BlockStmt:
		d.open("BlockStmt", n)
		list(d, n.List)
	case *ast.IfStmt:
		d.open("IfStmt", n)
		d.opt(n.Init, n.Cond, n.Body, n.Else)
	case *ast.CaseClause:
		d.open("CaseClause", n)
		d.f(" %v", n.List == nil)
		list(d, n.List)
		list(d, n.Body)
	case *ast.SwitchStmt:
		d.open("SwitchStmt", n)
		d.opt(n.Init, n.Tag)
		list(d, n.Body.List)
	case *ast.TypeSwitchStmt:
		d.open("TypeSwitchStmt", n)
		d.opt(n.Init, n.Assign)
		list(d, n.Body.List)
	case *ast.CommClause:
		d.open("CommClause", n)
		d.opt(n.Comm)
		list(d, n.Body)
	case *ast.SelectStmt:
		d.open("SelectStmt", n)
		list(d, n.Body.List)
	case *ast.ForStmt:
		d.open("ForStmt", n)
		d.opt(n.Init, n.Cond, n.Post, n.Body)
	case *ast.RangeStmt:
		d.open("RangeStmt", n)
		d.opt(n.Key, n.Value)
		d.f(" %v", n.Tok == token.DEFINE)
		d.pos(n.Range)
		d.opt(n.X, n.Body)
	default:
		d.f("(%T", n)
	}
}

func (d *dump) decl(n ast.Node) {
	switch n := n.(type) {
	case *ast.TypeSpec:
		d.open("TypeSpec", n)
		d.opt(n.Name, n.TypeParams)
		d.f(" %v", n.Assign != token.NoPos)
		d.opt(n.Type)
	case *ast.GenDecl:
		d.open("GenDecl", n)
		d.f(" %s [", n.Tok)
		var earlier *ast.ValueSpec
		for iota, s := range n.Specs {
			s, ok := s.(*ast.ValueSpec)
			if !ok {
				d.node(n.Specs[iota])
				continue
			}
			from := s
			if n.Tok == token.CONST {
				d.open("ConstSpec", s)
				if s.Type != nil || s.Values != nil || earlier == nil {
					earlier = s
				}
				from = earlier
			} else {
				d.open("VarSpec", s)
			}
			list(d, s.Names)
			d.opt(from.Type)
			list(d, from.Values)
			if n.Tok == token.CONST {
				d.f(" %d %v", iota, from != s)
			}
			d.f(")")
		}
		d.f("]")
	case *ast.FuncDecl:
		d.open("FuncDecl", n)
		d.opt(n.Recv, n.Name, n.Type, n.Body)
	default:
		d.f("(%T", n)
	}
}

// header writes what the index of a file says of a declaration.
func (d *dump) header(n ast.Decl) {
	kind, receiver, pointer := "func", "-", false
	var names []string
	add := func(id *ast.Ident) { names = append(names, fmt.Sprintf("%s@%d", id.Name, d.offset(id.Pos()))) }
	switch n := n.(type) {
	case *ast.FuncDecl:
		add(n.Name)
		if n.Recv != nil && len(n.Recv.List) > 0 {
			receiver, pointer = receiverName(n.Recv.List[0].Type)
		}
	case *ast.GenDecl:
		kind = n.Tok.String()
		for _, s := range n.Specs {
			switch s := s.(type) {
			case *ast.ValueSpec:
				for _, id := range s.Names {
					add(id)
				}
			case *ast.TypeSpec:
				add(s.Name)
			}
		}
	}
	d.f("%s %d %d %s %s %v ", kind, d.offset(n.Pos()), d.offset(n.End()), strings.Join(names, ","), receiver, pointer)
}

func receiverName(x ast.Expr) (name string, pointer bool) {
	for {
		switch t := x.(type) {
		case *ast.ParenExpr:
			x = t.X
		case *ast.StarExpr:
			pointer = true
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		case *ast.Ident:
			return t.Name, pointer
		default:
			return "?", pointer
		}
	}
}

func main() {
	full, root := os.Args[1] == "full", os.Args[2]
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == "testdata" || path == filepath.Join(root, "cmd") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		fmt.Fprint(out, path)
		for _, decl := range file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
				continue
			}
			d := &dump{base: files.File(file.Pos()).Base()}
			d.header(decl)
			d.node(decl)
			if full {
				fmt.Fprintf(out, "\n%s", d.String())
				continue
			}
			h := fnv.New32a()
			h.Write([]byte(d.String()))
			fmt.Fprintf(out, " %d", h.Sum32())
		}
		fmt.Fprintln(out)
		return nil
	})
}
