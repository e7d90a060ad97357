//go:build !linux

package kernel

import (
	"fmt"
	"runtime"

	"github.com/pktlang/pkt/exec/suite"
)

// Launcher is for Linux alone.
type Launcher struct{}

// NewLauncher says that there are no guests here.
func NewLauncher(Options, []*suite.Case) (*Launcher, error) {
	return nil, fmt.Errorf("a user-mode Linux is a program for Linux, and this is %s: "+
		"use a Linux machine, or a virtual one", runtime.GOOS)
}

// Launch is never asked for here.
func (*Launcher) Launch(*suite.Case) (suite.Process, error) { return nil, nil }

// Close has nothing to end.
func (*Launcher) Close() error { return nil }
