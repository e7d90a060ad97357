package main

import (
	"os"
	"path/filepath"
	"testing"
)

//go:generate go run . ../../editors

func TestGrammarsAreFresh(t *testing.T) {
	fresh := t.TempDir()
	if err := write(fresh); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vscode/syntaxes/packetdrill.tmLanguage.json", "nvim/syntax/pkt.vim"} {
		want, err := os.ReadFile(filepath.Join(fresh, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", "..", "editors", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("editors/%s is stale: run `go generate ./scripts/grammars`", name)
		}
	}
}
