// Package files finds and reads the scripts that a command line names.
package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Extension is how the name of a script ends.
const Extension = ".pkt"

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Find returns the scripts that paths name. A folder means every script under
// it, sorted by path; a file is taken whatever its name; Stdin is kept as it
// is. A script that is named twice is returned once, at its first place.
//
// What cannot be read does not keep the rest from being found: the error then
// joins one error for each such path, and the scripts are those that were
// found. Links to files are followed, links to folders below a folder are not,
// since they can form a circle.
func Find(paths []string) ([]string, error) {
	var found []string
	var problems []error
	seen := make(map[string]bool)
	add := func(path string) {
		if !seen[path] {
			seen[path] = true
			found = append(found, path)
		}
	}
	for _, path := range paths {
		if path == Stdin {
			add(path)
			continue
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			problems = append(problems, fmt.Errorf("cannot find scripts: %w", err))
		case !info.IsDir():
			add(filepath.Clean(path))
		default:
			below, err := inFolder(path)
			slices.Sort(below)
			for _, script := range below {
				add(script)
			}
			if err != nil {
				problems = append(problems, err)
			}
		}
	}
	return found, errors.Join(problems...)
}

func inFolder(folder string) ([]string, error) {
	var found []string
	var problems []error
	root := filepath.Clean(folder)
	if resolved, err := filepath.EvalSymlinks(root); err == nil && resolved != root {
		// WalkDir does not enter a root that is a link; a trailing separator
		// makes the system resolve it while the names stay as given.
		root += string(filepath.Separator)
	}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			problems = append(problems, fmt.Errorf("cannot look for scripts in %s: %w", path, err))
			return nil
		}
		if !strings.HasSuffix(entry.Name(), Extension) || entry.IsDir() {
			return nil
		}
		path = filepath.Clean(path)
		if entry.Type()&fs.ModeSymlink != 0 {
			target, err := os.Stat(path)
			if err != nil {
				problems = append(problems, fmt.Errorf("cannot follow the link: %w", err))
				return nil
			}
			if !target.Mode().IsRegular() {
				return nil
			}
		} else if !entry.Type().IsRegular() {
			return nil
		}
		found = append(found, path)
		return nil
	})
	return found, errors.Join(append(problems, err)...)
}
