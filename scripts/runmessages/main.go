// Command runmessages writes what `pkt run --json` prints as types for the
// editors' extensions: of TypeScript for VS Code, and as annotations of Lua's
// language server for Neovim. The Go types of lang/run say what that is.
//
//	go run ./scripts/runmessages EDITORS
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: runmessages EDITORS, the folder of the editors' extensions")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "runmessages:", err)
		os.Exit(2)
	}
}

// The files, below the folder of the editors.
const (
	typeScriptFile = "vscode/src/messages.ts"
	luaFile        = "nvim/lua/pkt/messages.lua"
)

// write makes both files below the folder of the editors.
func write(editors string) error {
	objects := printed()
	for path, content := range map[string]string{typeScriptFile: typeScript(objects), luaFile: lua(objects)} {
		path = filepath.Join(editors, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("making the folder of the types: %w", err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return fmt.Errorf("writing the types: %w", err)
		}
	}
	return nil
}
