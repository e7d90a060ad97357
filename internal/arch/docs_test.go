package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// libraries are the packages that other modules are to import: their first page
// is what `go doc` shows, and it has examples that run.
var libraries = []string{"lang", "lang/source", "lang/diag", "lang/diag/report", "lang/vocab",
	"lang/dump", "lang/grammar", "lang/program",
	"lang/run", "lang/model", "lang/query", "fmt", "lint", "exec", "lsp/feature"}

// Every package says what it is for; a library shows how it is used, too.
func TestPackagesAreDocumented(t *testing.T) {
	seen := make(map[string]bool)
	for _, folder := range folders(t) {
		documented, examples := documentation(t, folder)
		name := filepath.ToSlash(folder)
		seen[name] = true
		if !documented {
			t.Errorf("%s has no package comment", name)
		}
		if slices.Contains(libraries, name) && examples == 0 {
			t.Errorf("%s has no Example with an output", name)
		}
	}
	for _, name := range libraries {
		if !seen[name] {
			t.Errorf("%s is named as a library, but there is no such package", name)
		}
	}
}

// folders are those of the module that hold Go files.
func folders(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, path := range goFiles(t) {
		if folder := filepath.Dir(path); !slices.Contains(out, folder) {
			out = append(out, folder)
		}
	}
	return out
}

// goFiles are the paths of all Go files of the module, from its root.
func goFiles(t *testing.T) []string {
	t.Helper()
	root := os.DirFS(filepath.Join("..", ".."))
	var out []string
	err := walkSources(root, func(path string) {
		if strings.HasSuffix(path, ".go") {
			out = append(out, path)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 100 {
		t.Fatalf("only %d Go files were found", len(out))
	}
	return out
}

// documentation reports whether a package has a comment, and how many
// examples with an output its tests have.
func documentation(t *testing.T, folder string) (documented bool, examples int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		documented = documented || file.Doc.Text() != ""
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Example") && hasOutput(file, f) {
				examples++
			}
		}
	}
	return documented, examples
}

// hasOutput reports whether a comment in a function says what it prints.
func hasOutput(file *ast.File, f *ast.FuncDecl) bool {
	return slices.ContainsFunc(file.Comments, func(c *ast.CommentGroup) bool {
		_, output, ok := strings.Cut(c.Text(), "Output:\n")
		return ok && strings.TrimSpace(output) != "" && f.Body.Pos() < c.Pos() && c.End() < f.Body.End()
	})
}
