// Command oracle prints what Go's own tools say of some packages, as the JSON lines that `loose-ends debug` prints:
//
//	oracle [-tests] [-o FILE] types DIR PATTERN...                     go/types
//	oracle [-tests] [-o FILE] [-algo static|vta] edges DIR PATTERN...  go/ssa, callgraph/vta
//
// DIR is a folder of the main module. Everything is type-checked from source, dependencies too. Build tags, target and
// cgo come from the environment, as for the go command (GOFLAGS, GOOS, GOARCH, CGO_ENABLED).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sort"

	"golang.org/x/tools/go/packages"
)

// record is one line of the output, with the place that it is sorted by.
type record struct {
	at   place
	line []byte
}

func newRecord(at place, value any) record {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // strings and numbers only
	}
	return record{at, line.Bytes()}
}

func main() {
	tests := flag.Bool("tests", false, "look at tests too")
	algo := flag.String("algo", "vta", "static or vta")
	output := flag.String("o", "", "write to this file")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: oracle [-tests] [-o FILE] [-algo static|vta] types|edges DIR PATTERN...")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() < 3 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *algo, *output, flag.Arg(1), flag.Args()[2:], *tests); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(command, algo, output, dir string, patterns []string, tests bool) error {
	if command != "types" && command != "edges" || algo != "static" && algo != "vta" {
		return fmt.Errorf("nothing is known of %s -algo %s", command, algo)
	}
	named, err := load(dir, patterns, tests)
	if err != nil {
		return err
	}
	names := nameFiles(named)
	meta := map[string]any{"k": "meta", "command": command, "patterns": patterns, "tests": tests, "go": runtime.Version()}
	var records []record
	if command == "types" {
		records = typeRecords(named, names)
	} else {
		meta["algo"] = algo
		if records, err = edgeRecords(named, names, algo); err != nil {
			return err
		}
	}
	return write(output, meta, records)
}

// load reads the named packages and all they import. An error in one of them is fatal: what is said of such a package
// is no truth to compare with.
func load(dir string, patterns []string, tests bool) ([]*packages.Package, error) {
	named, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule | packages.NeedForTest, Dir: dir, Tests: tests,
	}, patterns...)
	if err != nil {
		return nil, err
	}
	if packages.PrintErrors(named) > 0 {
		return nil, fmt.Errorf("the packages, or what they import, have errors")
	}
	return named, nil
}

// write prints the records in order of their places, each once.
func write(output string, meta any, records []record) error {
	sort.Slice(records, func(i, j int) bool {
		if c := records[i].at.compare(records[j].at); c != 0 {
			return c < 0
		}
		return string(records[i].line) < string(records[j].line)
	})
	file := os.Stdout
	if output != "" {
		created, err := os.Create(output)
		if err != nil {
			return err
		}
		defer created.Close()
		file = created
	}
	out := bufio.NewWriter(file)
	last := newRecord(place{}, meta).line
	out.Write(last)
	for _, r := range records {
		if string(r.line) != string(last) {
			out.Write(r.line)
		}
		last = r.line
	}
	return out.Flush()
}
