//go:build !linux

package suite

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"time"

	"github.com/pktlang/pkt/internal/tail"
)

// Preflight says that scripts cannot be run here.
func Preflight() error {
	return fmt.Errorf("scripts run on Linux only, and this is %s: use a Linux machine, or a virtual one", runtime.GOOS)
}

// Guard is never asked for here.
func Guard([]string) int { return 2 }

// processors is not asked where scripts do not run.
func processors() []int { return nil }

// InOwnNetwork is about a notion of Linux.
func InOwnNetwork() bool { return false }

// child is never started here.
type child struct{ output tail.Buffer }

func (Launcher) start(*Case) (*child, error) { return nil, Preflight() }

func (*child) lines() iter.Seq[any] { return func(func(any) bool) {} }

func (*child) watch(context.Context, time.Duration, time.Duration) (timedOut func() bool, stop func()) {
	return func() bool { return false }, func() {}
}

func (*child) wait() error { return nil }
