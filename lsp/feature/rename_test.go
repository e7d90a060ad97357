package feature_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lint"
	"github.com/pktlang/pkt/lsp/feature"
)

func TestRename(t *testing.T) {
	cases(t, "rename", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			prepared, err := feature.PrepareRename(k.Document, m.Start)
			if err != nil {
				return "refused: " + err.Error()
			}
			text, err := json.Marshal(prepared)
			if err != nil {
				t.Fatal(err)
			}
			out := "prepared: " + string(text) + "\n"
			for _, name := range k.list("names") {
				edit, err := feature.Rename(k.Document, m.Start, name)
				switch {
				case errors.As(err, new(*feature.NameError)):
					out += fmt.Sprintf("%s: refused for its name: %v\n", name, err)
				case err != nil:
					out += fmt.Sprintf("%s: refused: %v\n", name, err)
				default:
					out += fmt.Sprintf("-> %s\n%s", name, k.apply(edit.Changes[k.URI()]))
				}
			}
			return out
		})
	})
}

// A definition that comes from outside of the script is renamed there.
func TestRenameOfADefinitionFromOutside(t *testing.T) {
	outside := program.Outside(settings.Layer{}, lang.Definitions{"SIZE": "10"})
	d := feature.NewDocument("file:///a.pkt", 1, "0 write(3, ..., SIZE) = 10\n",
		feature.Options{Linter: lint.New(lint.Selection{}).With(outside)})
	_, err := feature.Rename(d, protocol.Position{Character: 17}, "LENGTH")
	if err == nil || !strings.Contains(err.Error(), "SIZE is not defined in the script") ||
		errors.As(err, new(*feature.NameError)) {
		t.Errorf("got %v", err)
	}
}

func TestLinkedEditing(t *testing.T) {
	cases(t, "linked", func(k *testCase) string {
		return k.each(func(m protocol.Range) string {
			linked := feature.LinkedEditing(k.Document, m.Start)
			if linked == nil {
				return ""
			}
			var out strings.Builder
			for _, r := range linked.Ranges {
				fmt.Fprintln(&out, k.show(r))
			}
			return out.String()
		})
	})
}
