package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strings"

	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/internal/ordered"
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// scriptArguments are the paths of a command that reads scripts.
type scriptArguments struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Scripts, folders, or - for standard input; without any, standard input is read."`
}

// find returns the scripts that the paths mean, with the errors of those that
// cannot be found beside them.
func (a scriptArguments) find(env *environment) ([]string, error) {
	if len(a.Paths) > 0 {
		found, err := files.Find(a.Paths)
		if err == nil && len(found) == 0 {
			err = fmt.Errorf("no script (*%s) under %s", files.Extension, strings.Join(a.Paths, ", "))
		}
		return found, err
	}
	if env.stdinTerminal {
		return nil, errors.New("no script given, and standard input is a terminal; give a path, or - to type a script")
	}
	return []string{files.Stdin}, nil
}

// eachScript reads and works on scripts in parallel and hands on the results in
// order. A script that cannot be read is left out and is part of the error,
// which joins all that went wrong.
func eachScript[Result any](env *environment, a scriptArguments,
	work func(*source.File) Result, emit func(Result) error) error {
	paths, findErr := a.find(env)
	type outcome struct {
		result Result
		err    error
	}
	var problems []error
	err := ordered.Each(context.Background(), paths, runtime.GOMAXPROCS(0),
		func(_ context.Context, path string) outcome {
			file, err := files.Read(path, env.stdin)
			if err != nil {
				return outcome{err: err}
			}
			return outcome{result: work(file)}
		},
		func(o outcome) error {
			if o.err != nil {
				problems = append(problems, o.err)
				return nil
			}
			return emit(o.result)
		})
	return errors.Join(append(problems, findErr, err)...)
}

// definitionFlags are the definitions given on the command line.
type definitionFlags struct {
	Define []string `short:"D" sep:"none" placeholder:"NAME=VALUE" help:"Replace the word NAME by VALUE (a word, a number, a \"string\" or a command in backquotes) wherever it stands in a script. May be repeated."`
}

var definitionName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// definitions returns what was defined; a later definition of a name wins.
func (f definitionFlags) definitions() (lang.Definitions, error) {
	defined := make(lang.Definitions, len(f.Define))
	for _, definition := range f.Define {
		name, value, found := strings.Cut(definition, "=")
		if !found || value == "" || !definitionName.MatchString(name) {
			return nil, fmt.Errorf("cannot read the definition %q: expected NAME=VALUE, such as -D MSS=1460",
				definition)
		}
		defined[name] = value
	}
	return defined, nil
}
