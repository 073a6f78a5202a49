package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"go.yaml.in/yaml/v4"
)

// hook is a hook of a repository, with the keys of pre-commit's documentation that a file here may use.
type hook struct {
	ID            string   `yaml:"id" json:"id"`
	Name          string   `yaml:"name" json:"name,omitempty"`
	Description   string   `yaml:"description" json:"description,omitempty"`
	Language      string   `yaml:"language" json:"language,omitempty"`
	Entry         string   `yaml:"entry" json:"entry,omitempty"`
	Files         string   `yaml:"files" json:"files,omitempty"`
	Types         []string `yaml:"types" json:"types,omitempty"`
	Args          []string `yaml:"args" json:"args,omitempty"`
	Stages        []string `yaml:"stages" json:"stages,omitempty"`
	PassFilenames *bool    `yaml:"pass_filenames" json:"passFilenames,omitempty"`
	RequireSerial bool     `yaml:"require_serial" json:"requireSerial,omitempty"`
	AlwaysRun     bool     `yaml:"always_run" json:"alwaysRun,omitempty"`
}

// isWhole says whether a hook has all that it needs where nothing else defines it.
func (h hook) isWhole() bool { return h.ID != "" && h.Name != "" && h.Language != "" && h.Entry != "" }

func decode(content []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}

func checkHooks(_ string, content []byte) error {
	var config struct {
		Repos []struct {
			Repo  string `yaml:"repo"`
			Rev   string `yaml:"rev"`
			Hooks []hook `yaml:"hooks"`
		} `yaml:"repos"`
	}
	if err := decode(content, &config); err != nil {
		return err
	}
	hooks := []hook{}
	for _, repo := range config.Repos {
		isLocal := repo.Repo == "local"
		if isLocal == (repo.Rev != "") {
			return fmt.Errorf("%s: a repository needs rev, and local hooks have none", repo.Repo)
		}
		for _, one := range repo.Hooks {
			if one.ID == "" || isLocal && !one.isWhole() {
				return errors.New("a hook needs id; a local one name, language and entry too")
			}
			hooks = append(hooks, one)
		}
	}
	return printed(hooks)
}

func checkManifest(_ string, content []byte) error {
	var hooks []hook
	if err := decode(content, &hooks); err != nil {
		return err
	}
	for _, one := range hooks {
		if !one.isWhole() {
			return errors.New("a hook needs id, name, language and entry")
		}
	}
	return printed(hooks)
}

func printed(hooks []hook) error {
	if len(hooks) == 0 {
		return errors.New("there are no hooks")
	}
	return json.NewEncoder(os.Stdout).Encode(hooks)
}
