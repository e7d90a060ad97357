package lsp_test

import (
	"fmt"
	"strings"
	"testing"
)

// locations shows the places that a request answers with.
func (k *testCase) locations(list []location) string {
	var out strings.Builder
	for _, l := range list {
		out.WriteString(k.show(l.Range) + "\n")
	}
	return out.String()
}

func TestHover(t *testing.T) {
	cases(t, "hover", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			h := get[struct {
				Contents struct{ Value string }
				Range    *span
			}](c, "textDocument/hover", at(k.uri, m.span.Start))
			if h.Range == nil {
				return ""
			}
			return "about " + k.show(*h.Range) + "\n" + h.Contents.Value
		})
	})
}

func TestDefinition(t *testing.T) {
	cases(t, "definition", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			return k.locations(get[[]location](c, "textDocument/definition", at(k.uri, m.span.Start)))
		})
	})
}

func TestReferences(t *testing.T) {
	cases(t, "references", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			var out string
			for _, all := range []bool{true, false} {
				params := at(k.uri, m.span.Start)
				params["context"] = map[string]any{"includeDeclaration": all}
				list := get[[]location](c, "textDocument/references", params)
				if all {
					out = k.locations(list)
				} else {
					out += fmt.Sprintf("%d without the origin", len(list))
				}
			}
			return out
		})
	})
}

func TestHighlight(t *testing.T) {
	kinds := map[int]string{2: "read ", 3: "write"}
	cases(t, "highlight", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			var out strings.Builder
			for _, h := range get[[]struct {
				Range span
				Kind  int
			}](c, "textDocument/documentHighlight", at(k.uri, m.span.Start)) {
				fmt.Fprintf(&out, "%s %s\n", kinds[h.Kind], k.show(h.Range))
			}
			return out.String()
		})
	})
}

func TestRename(t *testing.T) {
	cases(t, "rename", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			prepared, err := c.call("textDocument/prepareRename", at(k.uri, m.span.Start))
			if err != nil {
				return "refused: " + err.Error()
			}
			out := "prepared: " + string(prepared) + "\n"
			for _, name := range k.params["names"].([]any) {
				params := at(k.uri, m.span.Start)
				params["newName"] = name
				result, err := c.call("textDocument/rename", params)
				if err != nil {
					out += fmt.Sprintf("%s: refused: %v\n", name, err)
					continue
				}
				out += fmt.Sprintf("-> %s\n%s", name, k.apply(t, editsOf(t, result)[k.uri]))
			}
			return out
		})
	})
}

func TestLinkedEditing(t *testing.T) {
	cases(t, "linked", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			var out strings.Builder
			for _, r := range get[struct{ Ranges []span }](c, "textDocument/linkedEditingRange", at(k.uri, m.span.Start)).Ranges {
				fmt.Fprintln(&out, k.show(r))
			}
			return out.String()
		})
	})
}

func TestFolding(t *testing.T) {
	cases(t, "folding", "", func(c *client, k *testCase) string {
		var out strings.Builder
		for _, f := range get[[]struct {
			StartLine, EndLine int
			Kind               string
		}](c, "textDocument/foldingRange", about(k.uri)) {
			fmt.Fprintf(&out, "%d-%d %s\n", f.StartLine+1, f.EndLine+1, f.Kind)
		}
		return out.String()
	})
}

func TestSelection(t *testing.T) {
	type selection struct {
		Range  span
		Parent *selection
	}
	cases(t, "selection", "", func(c *client, k *testCase) string {
		return k.each(func(m mark) string {
			params := about(k.uri)
			params["positions"] = []position{m.span.Start}
			var out strings.Builder
			list := get[[]selection](c, "textDocument/selectionRange", params)
			for s := &list[0]; s != nil; s = s.Parent {
				fmt.Fprintln(&out, k.show(s.Range))
			}
			return out.String()
		})
	})
}
