//go:build linux

// Package linux is the kernel of this machine as a stack under test: a TUN
// device in the network namespace of the process, a packet socket that sees
// what the kernel sends, and the kernel's clock.
package linux

import "fmt"

// EnvironmentError says in one sentence what this machine lacks and how to get
// it.
type EnvironmentError struct{ message string }

// Error is the sentence.
func (e *EnvironmentError) Error() string { return e.message }

func environmentError(format string, args ...any) error {
	return &EnvironmentError{fmt.Sprintf(format, args...)}
}
