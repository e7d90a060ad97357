//go:build !linux

package code

import (
	"errors"
	"fmt"
	"os"
)

// namelessFile returns a file whose name is gone.
func namelessFile(name, text string) (*os.File, error) {
	file, err := os.CreateTemp("", name)
	if err != nil {
		return nil, fmt.Errorf("making a file for the code: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, fmt.Errorf("making a file for the code without a name: %w", errors.Join(err, file.Close()))
	}
	return filled(file, text)
}
