package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/diag/report"
	"github.com/pktlang/pkt/lang/source"
)

// schema is the published schema of SARIF 2.1.0, which the sarif package has as
// a constant of its own.
var schema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", reflect.TypeFor[sarif.Report]().PkgPath()).Output()
	if err != nil {
		return nil, fmt.Errorf("cannot find the package with the schema: %w", err)
	}
	file, err := parser.ParseFile(token.NewFileSet(),
		filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot read the package with the schema: %w", err)
	}
	var literal string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && spec.Names[0].Name == "schema" {
			literal = spec.Values[0].(*ast.BasicLit).Value
		}
		return true
	})
	text, err := strconv.Unquote(literal)
	if err != nil {
		return nil, fmt.Errorf("cannot read the schema: %w", err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("the schema is not JSON: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", document); err != nil {
		return nil, err
	}
	return compiler.Compile("sarif.json")
})

// validate holds a log against the schema.
func validate(t *testing.T, text string) *sarif.Report {
	t.Helper()
	schema, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("the log is not JSON: %v", err)
	}
	if err := schema.Validate(document); err != nil {
		t.Errorf("the log does not fit the schema: %v", err)
	}
	var log sarif.Report
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	return &log
}

func TestSchemaRefuses(t *testing.T) {
	schema, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version": "2.1.0", "runs": [{"tools": {}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var refusal *jsonschema.ValidationError
	if err := schema.Validate(document); !errors.As(err, &refusal) {
		t.Errorf("a log without a tool passed: %v", err)
	}
}

func TestSARIFFitsItsSchema(t *testing.T) {
	log := validate(t, write(t, report.SARIF, report.Options{ToolVersion: "v1", Rules: rules}, samples(t)))
	results := log.Runs[0].Results
	if len(results) != 4 {
		t.Fatalf("got %d results, want 4", len(results))
	}
	warning := results[1]
	if got := log.Runs[0].Tool.Driver.Rules[warning.RuleIndex].ID; *got != *warning.RuleID {
		t.Errorf("the rule index leads to %s, want %s", *got, *warning.RuleID)
	}
	if len(warning.Fixes) != 1 || len(warning.RelatedLocations) != 1 {
		t.Errorf("got %d fixes and %d related locations, want one each", len(warning.Fixes),
			len(warning.RelatedLocations))
	}
}

func TestEmptySARIFFitsItsSchema(t *testing.T) {
	validate(t, write(t, report.SARIF, report.Options{}, nil))
}

func TestSARIFColumnsCountCharacters(t *testing.T) {
	f := source.NewFile("a.pkt", "// 日本𝄞\r\n𝄞x")
	at := strings.Index(f.Text, "x")
	log := validate(t, write(t, report.SARIF, report.Options{}, []reported{{f,
		[]diag.Diagnostic{{Code: "X", Severity: diag.Error, Message: "m",
			Range: source.Range{Start: at, End: at + 1}}}}}))
	region := log.Runs[0].Results[0].Locations[0].PhysicalLocation.Region
	if *region.StartLine != 2 || *region.StartColumn != 2 || *region.EndColumn != 3 || region.ByteOffset != at {
		t.Errorf("got line %d, columns %d to %d, byte %d; want line 2, columns 2 to 3, byte %d",
			*region.StartLine, *region.StartColumn, *region.EndColumn, region.ByteOffset, at)
	}
}

func TestSARIFAddresses(t *testing.T) {
	absolute, wanted := "/srv/a.pkt", "file:///srv/a.pkt"
	if runtime.GOOS == "windows" {
		absolute, wanted = `C:\srv\a.pkt`, "file:///C:/srv/a.pkt"
	}
	for path, want := range map[string]string{
		"a b/c%.pkt": "a%20b/c%25.pkt",
		"x:y.pkt":    "./x:y.pkt",
		absolute:     wanted,
	} {
		log := validate(t, write(t, report.SARIF, report.Options{}, []reported{{source.NewFile(path, "x"),
			[]diag.Diagnostic{{Code: "X", Severity: diag.Error, Message: "m"}}}}))
		if got := *log.Runs[0].Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI; got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
