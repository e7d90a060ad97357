// Command grammars writes the grammars that editors colour scripts with, from
// the table of names: the TextMate grammar of VS Code and the syntax file of
// Vim and Neovim.
//
//	go run ./scripts/grammars EDITORS
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: grammars EDITORS, the folder of the editors' extensions")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "grammars:", err)
		os.Exit(2)
	}
}

// write makes both files below the folder of the editors.
func write(editors string) error {
	textMate, err := textMateGrammar(collectNames())
	if err != nil {
		return fmt.Errorf("making the TextMate grammar: %w", err)
	}
	for path, content := range map[string]string{
		"vscode/syntaxes/packetdrill.tmLanguage.json": textMate,
		"nvim/syntax/pkt.vim":                         vimSyntax(collectNames()),
	} {
		path = filepath.Join(editors, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("making the folder of a grammar: %w", err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return fmt.Errorf("writing a grammar: %w", err)
		}
	}
	return nil
}
