package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

//go:generate go run . ../../docs

// TestFresh holds that the page and the diagrams are those of the grammar.
func TestFresh(t *testing.T) {
	want, err := pages()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join("..", "..", "docs")
	for name, text := range want {
		got, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil || string(got) != text {
			t.Errorf("docs/%s is stale (%v); go generate ./scripts/grammardocs writes it anew", name, err)
		}
	}
	found, err := filepath.Glob(filepath.Join(folder, pictures, "*.svg"))
	if err != nil || len(found) != len(want)-1 {
		t.Errorf("there are %d diagrams (%v), want %d", len(found), err, len(want)-1)
	}
}

// TestPictures holds that each diagram is XML and shows each name that its
// production uses.
func TestPictures(t *testing.T) {
	all, err := pages()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range all {
		if !strings.HasSuffix(name, ".svg") {
			continue
		}
		decoder := xml.NewDecoder(strings.NewReader(text))
		boxes := 0
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "text" {
				boxes++
			}
		}
		if boxes == 0 {
			t.Errorf("%s shows nothing", name)
		}
	}
	if script := all[pictures+"/Script.svg"]; !strings.Contains(script, ">ScriptOption</text>") {
		t.Error("the diagram of Script does not show ScriptOption")
	}
}
