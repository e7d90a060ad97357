// Command ruledocs writes the page of each code into a folder, and removes the
// pages of codes that are gone.
//
//	go run ./scripts/ruledocs DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pktlang/pkt/lint"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: ruledocs DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "ruledocs:", err)
		os.Exit(2)
	}
}

func write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder of the pages: %w", err)
	}
	pages := map[string]string{"README.md": lint.Index()}
	for _, p := range lint.Pages() {
		pages[p.FileName()] = p.Markdown()
	}
	old, err := filepath.Glob(filepath.Join(folder, "*.md"))
	if err != nil {
		return fmt.Errorf("cannot look for old pages: %w", err)
	}
	for _, path := range old {
		if _, ok := pages[filepath.Base(path)]; !ok {
			if err := os.Remove(path); err != nil {
				return fmt.Errorf("cannot remove an old page: %w", err)
			}
		}
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("cannot write a page: %w", err)
		}
	}
	return nil
}
