package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/pktlang/pkt/exec/kernel"
	"github.com/pktlang/pkt/exec/kernel/build"
	"github.com/pktlang/pkt/exec/kernel/store"
	"github.com/pktlang/pkt/exec/suite"
)

// kernelFlags say on which kernel scripts run, where it is not this machine's.
type kernelFlags struct {
	Kernel  string   `placeholder:"KERNEL" group:"kernel" help:"Run on this kernel instead of the machine's, as an ordinary program: the name or the version of one of 'pkt kernel list', a user-mode Linux, or a kernel tree, which is built first."`
	Time    string   `enum:"virtual,real" default:"virtual" group:"kernel" help:"virtual: its time stands still while anything runs, so that nothing is waited for and each run is the same. real: as this machine's."`
	Isolate bool     `group:"kernel" help:"Start the kernel anew for each script."`
	See     []string `type:"existingdir" placeholder:"FOLDER" group:"kernel" help:"Let scripts see this folder besides their own and those of the system, all of them read-only. May be repeated."`
	Memory  int      `default:"256" placeholder:"MIB" group:"kernel" help:"The kernel's memory (${default})."`
}

// onKernel reports whether scripts run on a kernel of their own.
func (f *kernelFlags) onKernel() bool { return f.Kernel != "" }

// virtual reports whether nothing is waited for, so that a run depends on nothing
// but the script and the kernel.
func (f *kernelFlags) virtual() bool { return f.onKernel() && f.Time == "virtual" }

// defaultJobs is how many scripts run at a time where nobody says. In virtual time
// none disturbs another.
func (f *kernelFlags) defaultJobs() int {
	if f.virtual() {
		return runtime.NumCPU()
	}
	return defaultJobs()
}

// launcher is what starts the scripts: guests with the kernel, or, where none was
// asked for, what a runner has anyway. Close it at the end.
func (f *kernelFlags) launcher(program string, cases []*suite.Case) (l suite.Launcher, closed func() error, err error) {
	if !f.onKernel() {
		return nil, func() error { return nil }, nil
	}
	o := kernel.Options{Program: program, Memory: f.Memory, RealTime: !f.virtual(), Isolate: f.Isolate}
	for _, folder := range f.See {
		absolute, err := filepath.Abs(folder)
		if err != nil {
			return nil, nil, fmt.Errorf("finding %s: %w", folder, err)
		}
		o.See = append(o.See, absolute)
	}
	guests, err := kernel.NewLauncher(o, cases)
	if err != nil {
		return nil, nil, err
	}
	return guests, guests.Close, nil
}

// findKernel is the program that a name, a version, a file or a tree stands for.
func findKernel(ctx context.Context, env *environment, what string) (string, error) {
	info, err := os.Stat(what)
	switch {
	case err == nil && info.IsDir() && build.IsTree(what):
		k, err := buildKernel(ctx, env, buildOptions{source: what})
		if err != nil {
			return "", err
		}
		return k.Program(), nil
	case err == nil && info.Mode().IsRegular():
		return what, nil
	case strings.ContainsRune(what, filepath.Separator):
		return "", errors.Join(fmt.Errorf("%s is neither a kernel nor a kernel tree", what), err)
	}
	s, err := store.Default()
	if err != nil {
		return "", err
	}
	k, err := s.Find(what)
	if err != nil {
		return "", err
	}
	return k.Program(), nil
}
