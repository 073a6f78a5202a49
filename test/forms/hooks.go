package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"

	"go.yaml.in/yaml/v4"
)

// hook is a hook of a local repository, with the keys of pre-commit's documentation that a file here may use.
type hook struct {
	ID            string   `yaml:"id" json:"id"`
	Name          string   `yaml:"name" json:"name"`
	Language      string   `yaml:"language" json:"language"`
	Entry         string   `yaml:"entry" json:"entry"`
	Files         string   `yaml:"files" json:"files,omitempty"`
	Types         []string `yaml:"types" json:"types,omitempty"`
	Args          []string `yaml:"args" json:"args,omitempty"`
	Stages        []string `yaml:"stages" json:"stages,omitempty"`
	PassFilenames *bool    `yaml:"pass_filenames" json:"passFilenames,omitempty"`
	AlwaysRun     bool     `yaml:"always_run" json:"alwaysRun,omitempty"`
}

func checkHooks(_ string, content []byte) error {
	var config struct {
		Repos []struct {
			Repo  string `yaml:"repo"`
			Hooks []hook `yaml:"hooks"`
		} `yaml:"repos"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&config); err != nil {
		return err
	}
	hooks := []hook{}
	for _, repo := range config.Repos {
		if repo.Repo != "local" {
			return errors.New("only hooks of a local repository have all that they need here")
		}
		for _, one := range repo.Hooks {
			if one.ID == "" || one.Name == "" || one.Language == "" || one.Entry == "" {
				return errors.New("a local hook needs id, name, language and entry")
			}
			hooks = append(hooks, one)
		}
	}
	if len(hooks) == 0 {
		return errors.New("there are no hooks")
	}
	return json.NewEncoder(os.Stdout).Encode(hooks)
}
