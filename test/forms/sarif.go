package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
)

// checkSarif validates the file as it stands. go-sarif's own Validate looks at what go-sarif has read, which is not the file:
// what it does not know is gone, and lists that are missing are there as null.
func checkSarif(_ string, content []byte) error {
	schema, err := sarifSchema()
	if err != nil {
		return err
	}
	result, err := schema.Validate(gojsonschema.NewBytesLoader(content))
	if err != nil {
		return err
	}
	var wrong []error
	for _, one := range result.Errors() {
		wrong = append(wrong, errors.New(one.String()))
	}
	return errors.Join(wrong...)
}

// sarifSchema reads the schema out of the source of go-sarif, which does not export it.
var sarifSchema = sync.OnceValues(func() (*gojsonschema.Schema, error) {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		return nil, fmt.Errorf("go-sarif is not in the module cache: %w", err)
	}
	name := filepath.Join(strings.TrimSpace(string(module)), "pkg/report/v210/sarif/schema.go")
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		return nil, err
	}
	var text string
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING && len(literal.Value) > len(text) {
			text = literal.Value
		}
		return true
	})
	schema, err := strconv.Unquote(text)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(schema, `/sarif-schema-2.1.0.json"`) {
		return nil, fmt.Errorf("%s holds no schema of SARIF 2.1.0", name)
	}
	return gojsonschema.NewSchema(gojsonschema.NewStringLoader(schema))
})
