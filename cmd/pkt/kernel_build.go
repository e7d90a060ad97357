package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pktlang/pkt/exec/kernel/build"
	"github.com/pktlang/pkt/exec/kernel/store"
)

// buildOptions say what kernel is to be built; their zero values are defaults.
type buildOptions struct {
	source, name, mirror string
	fragments            []string
	jobs, hz             int
	debug                bool
}

// buildKernel builds a kernel and keeps it in the store.
func buildKernel(ctx context.Context, env *environment, o buildOptions) (*store.Kernel, error) {
	if err := build.Missing(ctx); err != nil {
		return nil, err
	}
	s, err := store.Default()
	if err != nil {
		return nil, err
	}
	progress := newBuildProgress(env)
	defer progress.clear()
	sources := build.Sources{
		Folder: filepath.Join(filepath.Dir(s.Folder), "sources"), Mirror: o.mirror,
		Tell: func(what string) { progress.note("%s", what) },
	}
	folder, err := sources.Resolve(ctx, o.source)
	if err != nil {
		return nil, err
	}
	tree, err := build.OpenTree(ctx, folder)
	if err != nil {
		return nil, err
	}
	if o.name == "" {
		o.name = kernelName(o.source, tree)
	}
	place, err := s.Place(o.name)
	if err != nil {
		return nil, errors.Join(err, errors.New("give another one with --name"))
	}
	if o.jobs <= 0 {
		o.jobs = runtime.NumCPU()
	}
	began := time.Now()
	made, err := build.Build(ctx, tree, build.Options{
		Folder: filepath.Join(place, store.BuildFolder), Fragments: o.fragments, HZ: o.hz,
		Debug: o.debug, Jobs: o.jobs, Progress: progress.step,
	})
	if err != nil {
		return nil, err
	}
	progress.clear()
	config, err := os.ReadFile(made.Config)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	k, err := s.Keep(store.Info{
		Name: o.name, Version: tree.Version, Commit: tree.Commit, Dirty: tree.Dirty, Source: tree.Folder,
		Built: time.Now(),
		HZ:    made.HZ, Debug: o.debug, Fragments: o.fragments, Features: build.Features(tree, string(config)),
	}, made.Program, made.Config)
	if err != nil {
		return nil, err
	}
	progress.note("%s: Linux %s, %d files compiled in %s", o.name, tree.Version, made.Compiled,
		time.Since(began).Round(time.Second/10))
	if len(o.fragments) > 0 && len(made.Refused) > 0 {
		progress.note("not in this kernel, which does not know them or lacks what they depend on: %s",
			strings.Join(made.Refused, ", "))
	}
	return k, nil
}

// kernelName is what a kernel is called where nobody says: a release is its
// number, a tree its folder.
func kernelName(source string, t *build.Tree) string {
	name := filepath.Base(t.Folder)
	if absolute, err := filepath.Abs(source); err == nil && build.IsTree(absolute) {
		name = filepath.Base(absolute)
	}
	for _, prefix := range []string{"linux-source-", "linux-"} {
		name = strings.TrimPrefix(name, prefix)
	}
	return name
}

// buildProgress shows how far a build is, on a terminal.
type buildProgress struct {
	env   *environment
	shown time.Time
	line  bool // something stands on the present line
}

func newBuildProgress(env *environment) *buildProgress { return &buildProgress{env: env} }

// note writes a line that stays.
func (p *buildProgress) note(format string, arguments ...any) {
	p.clear()
	fmt.Fprintf(p.env.stderr, format+"\n", arguments...)
}

// step shows what is done, some times a second.
func (p *buildProgress) step(s build.Step) {
	if !p.env.stderrTerminal || time.Since(p.shown) < 100*time.Millisecond {
		return
	}
	p.clear()
	p.shown, p.line = time.Now(), true
	how := ""
	if s.Of > 0 {
		how = fmt.Sprintf("%d%% ", min(100*s.Done/s.Of, 99))
	}
	fmt.Fprintf(p.env.stderr, "%s%.70s", how, s.What)
}

func (p *buildProgress) clear() {
	if p.line {
		fmt.Fprint(p.env.stderr, "\r\x1b[K")
		p.line = false
	}
}
