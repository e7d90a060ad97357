package model

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pktlang/pkt/lang"
)

// TestStates walks the scripts of testdata/states and holds the connection after
// each line against the comment on the line: facts with semicolons between them,
// as factNamed reads them. The scripts are true of Linux: package exec runs them.
func TestStates(t *testing.T) {
	for subject, text := range texts(t, "testdata/states/*.txtar") {
		for _, file := range txtar.Parse([]byte(text)).Files {
			t.Run(subject+"/"+file.Name, func(t *testing.T) { checkStates(t, file.Name, string(file.Data)) })
		}
	}
}

func checkStates(t *testing.T, name, text string) {
	script := parse(t, name, text)
	m := New(compiled(script))
	for _, o := range m.Observations() {
		if o.Certainty == Certain {
			line := script.File.Line(script.Statements[o.Statement].Start())
			t.Errorf("line %d: unexpected %s %+v", line, o.Kind(), o.Detail)
		}
	}
	for i, st := range script.Statements {
		if st.Kind != lang.EventStatement {
			continue
		}
		line := script.File.Line(st.Start())
		_, comment, found := strings.Cut(script.File.LineText(line), "// ")
		if !found {
			continue
		}
		c := m.After(i).Current()
		if c == nil {
			t.Fatalf("line %d: no connection", line)
		}
		for _, want := range strings.Split(comment, "; ") {
			if got := factNamed(c, want); got != want {
				t.Errorf("line %d: got %s, want %s", line, got, want)
			}
		}
	}
}

// factNamed is the fact of a connection that the first word of a text names, in
// the form of the text.
func factNamed(c *Connection, want string) string {
	name, _, _ := strings.Cut(want, " ")
	s, r := &c.Send, &c.Receive
	value := ""
	switch name {
	case "state":
		value = fmt.Sprintf("%s %s", c.State, c.Peer)
	case "una":
		value = fmt.Sprint(s.Unacknowledged)
	case "next":
		value = fmt.Sprint(s.Next)
	case "window":
		value = s.Window.String()
	case "mss":
		value = s.MaxSegment.String()
	case "outstanding":
		value = fmt.Sprint(c.Outstanding())
	case "unsent":
		value = c.NotSent().String()
	case "sacked":
		value = blockText(s.sacked)
	case "received":
		value = fmt.Sprint(r.Next)
	case "held":
		value = blockText(r.OutOfOrder)
	case "unread":
		value = r.Unread.String()
	case "acknowledged":
		value = fmt.Sprint(r.Acknowledged)
	case "due":
		var due []string
		for _, d := range c.Due() {
			due = append(due, d.String())
		}
		value = strings.Join(due, " then ")
		if len(due) == 0 {
			value = "nothing"
		}
	case "certain":
		if !c.Certain() {
			return fmt.Sprintf("uncertain: %s", c.Uncertain)
		}
		return name
	case "uncertain:":
		value = c.Uncertain.String()
	default:
		return "no such fact"
	}
	return name + " " + value
}

// blockText writes blocks as a SACK option does; none as "none".
func blockText(blocks []Block) string {
	var out []string
	for _, b := range blocks {
		out = append(out, fmt.Sprintf("%d:%d", b.Left, b.Right))
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, " ")
}
