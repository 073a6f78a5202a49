package main

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// place is a position by a name of its file that is the same on every machine: module@version/path, or std/path.
type place struct {
	file      string
	line, col int
}

func (p place) known() bool { return p.file != "" }

func (p place) String() string {
	if !p.known() {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.file, p.line, p.col)
}

func (p place) compare(q place) int {
	return cmp.Or(strings.Compare(p.file, q.file), cmp.Compare(p.line, q.line), cmp.Compare(p.col, q.col))
}

// fileNames knows the name of every file of a program.
type fileNames struct {
	fset   *token.FileSet
	byPath map[string]string
}

func nameFiles(named []*packages.Package) *fileNames {
	names := &fileNames{fset: named[0].Fset, byPath: make(map[string]string)}
	packages.Visit(named, nil, func(p *packages.Package) {
		if isTestMain(p) {
			return
		}
		folder := folderName(p)
		for _, path := range p.GoFiles {
			names.byPath[path] = folder + "/" + filepath.Base(path)
		}
	})
	return names
}

// folderName is that of a package: its path, with the version of the module behind the module's path.
func folderName(p *packages.Package) string {
	path := p.PkgPath
	if p.ForTest != "" && strings.HasSuffix(p.Name, "_test") {
		path = strings.TrimSuffix(path, "_test")
	}
	m := p.Module
	if m == nil {
		return "std/" + path
	}
	inside := strings.TrimPrefix(path, m.Path)
	switch {
	case m.Replace != nil && m.Replace.Version != "":
		return m.Replace.Path + "@" + m.Replace.Version + inside
	case m.Replace != nil || m.Version == "":
		return m.Path + inside
	}
	return m.Path + "@" + m.Version + inside
}

// at says where a position is; the result is not known for what stands in no source file of a package.
func (n *fileNames) at(pos token.Pos) place {
	if !pos.IsValid() {
		return place{}
	}
	p := n.fset.PositionFor(pos, false)
	return place{n.byPath[p.Filename], p.Line, p.Column}
}

// isTestMain tells the main package that the go command generates for a test binary.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && strings.HasSuffix(p.ID, ".test")
}
