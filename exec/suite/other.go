//go:build !linux

package suite

import (
	"fmt"
	"runtime"
)

// Preflight says that scripts cannot be run here.
func Preflight() error {
	return fmt.Errorf("scripts run on Linux only, and this is %s: use a Linux machine, or a virtual one", runtime.GOOS)
}

// Guard is never asked for here.
func Guard([]string) int { return 2 }

// processors is not asked where scripts do not run.
func processors() []int { return nil }

// readLoad counts nothing, since scripts do not run here.
func readLoad() hostLoad { return hostLoad{} }

// ThisMachine is nothing that scripts run on here.
func ThisMachine() Platform { return nil }

// InOwnNetwork is about a notion of Linux.
func InOwnNetwork() bool { return false }

// Launch says that scripts cannot be run here.
func (Namespaces) Launch(*Case) (Process, error) { return nil, Preflight() }
