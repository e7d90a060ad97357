package resultfile

import (
	"encoding/xml"
	"fmt"
	"io"
	"path"

	"github.com/pktlang/pkt/lang/run"
)

// The elements of JUnit's format as Maven Surefire writes it, which has
// flakyFailure for a test that failed first and passed then.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Name    string       `xml:"name,attr"`
		Time    string       `xml:"time,attr"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
		seconds  float64
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		File    string       `xml:"file,attr"`
		Time    string       `xml:"time,attr"`
		Failure *junitDetail `xml:"failure"`
		Error   *junitDetail `xml:"error"`
		Skipped *junitDetail `xml:"skipped"`
		Flaky   []junitFlaky `xml:"flakyFailure"`
		Output  string       `xml:"system-out,omitempty"`
	}
	junitDetail struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
	junitFlaky struct {
		junitDetail
		Trace string `xml:"stackTrace"`
	}
)

// JUnit writes the results as XML: a test suite for each folder, in the order in
// which they come, with a test case for each script and variant.
func (r *Results) JUnit(w io.Writer) error {
	out := junitSuites{Name: "pkt", Time: seconds(r.Seconds)}
	at := map[string]int{}
	for _, line := range r.Lines {
		folder := path.Dir(line.Script)
		i, ok := at[folder]
		if !ok {
			i = len(out.Suites)
			at[folder] = i
			out.Suites = append(out.Suites, junitSuite{Name: folder})
		}
		out.Suites[i].add(line)
	}
	for i := range out.Suites {
		out.Suites[i].Time = seconds(out.Suites[i].seconds)
	}
	text, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return fmt.Errorf("cannot write the results as JUnit: %w", err)
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

func (s *junitSuite) add(line run.ResultLine) {
	short := run.Case{Script: path.Base(line.Script), Variant: line.Variant}
	c := junitCase{Name: short.Name(), Class: line.Script, File: line.Script, Time: seconds(line.Seconds)}
	detail := &junitDetail{Message: message(&line.Result), Type: string(line.Class), Text: details(&line.Result)}
	if detail.Type == "" {
		detail.Type = string(line.Status)
	}
	s.Tests++
	s.seconds += line.Seconds
	switch kinds[line.Status] {
	case failed:
		s.Failures++
		c.Failure, c.Output = detail, line.Reference
	case erred:
		s.Errors++
		c.Error, c.Output = detail, line.Reference
	case skipped:
		s.Skipped++
		c.Skipped = &junitDetail{Message: line.Reason}
	}
	if line.Status == run.StatusFlaky {
		for _, e := range line.Earlier {
			first := junitDetail{Message: e.Reference, Type: string(e.Class)}
			c.Flaky = append(c.Flaky, junitFlaky{first, e.Disturbance})
		}
	}
	s.Cases = append(s.Cases, c)
}
