package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/pktlang/pkt/lang/diag"
	"github.com/pktlang/pkt/lang/source"
)

// junitWriter writes a test suite for each file. Each error and warning is a
// test that failed; a file with neither has one test that passed. Infos and
// hints, which fail nothing, go to the suite's output.
type junitWriter struct {
	w       io.Writer
	started bool
}

type (
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
		Output   string      `xml:"system-out,omitempty"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitFailure `xml:"failure"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

func (j *junitWriter) start() error {
	if j.started {
		return nil
	}
	j.started = true
	return write(j.w, []byte(xml.Header+"<testsuites name=\"pkt\">\n"))
}

// File implements Writer.
func (j *junitWriter) File(f *source.File, ds []diag.Diagnostic) error {
	if err := j.start(); err != nil {
		return err
	}
	suite := junitSuite{Name: f.Name}
	for _, d := range ds {
		start := f.Position(d.Range.Start)
		place := fmt.Sprintf("%s:%d:%d", f.Name, start.Line, start.Column)
		if d.Severity > diag.Warning {
			suite.Output += fmt.Sprintf("%s: %s: %s [%s]\n", place, d.Severity, d.Message, d.Code)
			continue
		}
		suite.Cases = append(suite.Cases, junitCase{
			Name: fmt.Sprintf("%s at %d:%d", d.Code, start.Line, start.Column), Class: f.Name,
			File: f.Name, Line: start.Line,
			Failure: &junitFailure{Message: d.Message, Type: d.Severity.String(), Text: place + ": " + fullMessage(d)},
		})
	}
	suite.Failures = len(suite.Cases)
	if suite.Failures == 0 {
		suite.Cases = []junitCase{{Name: "no problems", Class: f.Name, File: f.Name}}
	}
	suite.Tests = len(suite.Cases)
	var out bytes.Buffer
	encoder := xml.NewEncoder(&out)
	encoder.Indent("  ", "  ")
	if err := encoder.Encode(suite); err != nil {
		return fmt.Errorf("cannot write diagnostics as JUnit: %w", err)
	}
	out.WriteByte('\n')
	return write(j.w, out.Bytes())
}

// Close implements Writer.
func (j *junitWriter) Close() error {
	if err := j.start(); err != nil {
		return err
	}
	return write(j.w, []byte("</testsuites>\n"))
}
