package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"

	"github.com/rhysd/actionlint"
)

// step is what a step of a workflow does.
type step struct {
	Job  string            `json:"job"`
	Uses string            `json:"uses,omitempty"`
	With map[string]string `json:"with,omitempty"`
	Run  string            `json:"run,omitempty"`
	If   string            `json:"if,omitempty"`
	Env  map[string]string `json:"env,omitempty"`
}

func checkWorkflow(name string, content []byte) error {
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		return err
	}
	found, err := linter.Lint(name, content, nil)
	if err != nil {
		return err
	}
	var wrong []error
	for _, one := range found {
		wrong = append(wrong, one)
	}
	if len(wrong) > 0 {
		return errors.Join(wrong...)
	}
	workflow, _ := actionlint.Parse(content)
	steps := []step{}
	for id, job := range workflow.Jobs {
		for _, one := range job.Steps {
			told := step{Job: id}
			if one.If != nil {
				told.If = one.If.Value
			}
			if one.Env != nil {
				told.Env = map[string]string{}
				for _, variable := range one.Env.Vars {
					told.Env[variable.Name.Value] = variable.Value.Value
				}
			}
			switch exec := one.Exec.(type) {
			case *actionlint.ExecRun:
				told.Run = exec.Run.Value
			case *actionlint.ExecAction:
				told.Uses = exec.Uses.Value
				told.With = map[string]string{}
				for key, input := range exec.Inputs {
					told.With[key] = input.Value.Value
				}
			}
			steps = append(steps, told)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(steps)
}
