// Command forms checks files of forms that others define, with what those who know them have published:
//
//	forms sarif FILE...      by the schema of SARIF 2.1.0 (OASIS), which go-sarif carries
//	forms workflow FILE...   a workflow of GitHub Actions, by actionlint; and prints its steps as JSON
//	forms hooks FILE...      prints the hooks of a .pre-commit-config.yaml as JSON; a key that pre-commit has not is refused
//	forms manifest FILE...   the same of a .pre-commit-hooks.yaml, by which a repository offers hooks
//
// Exit status 1 says that a file is not of its form; what is wrong stands on standard error.
package main

import (
	"fmt"
	"os"
)

var checks = map[string]func(name string, content []byte) error{
	"sarif":    checkSarif,
	"workflow": checkWorkflow,
	"hooks":    checkHooks,
	"manifest": checkManifest,
}

func main() {
	if len(os.Args) < 3 || checks[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: forms sarif|workflow|hooks FILE...")
		os.Exit(2)
	}
	check := checks[os.Args[1]]
	status := 0
	for _, name := range os.Args[2:] {
		content, err := os.ReadFile(name)
		if err == nil {
			err = check(name, content)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			status = 1
		}
	}
	os.Exit(status)
}
