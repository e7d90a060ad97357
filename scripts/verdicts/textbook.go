package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/run"
	"github.com/pktlang/pkt/lang/source"
)

// The columns of textbook/verdicts.tsv, each with how it is run.
var textbookColumns = []struct {
	name      string
	repaired  bool
	arguments []string
}{
	{name: "linux 6.18"},
	{name: "simple", arguments: []string{"--profile", "simple"}},
	{name: "repaired, simple", repaired: true, arguments: []string{"--profile", "simple"}},
	{name: "repaired, simple, quickack", repaired: true, arguments: []string{"--profile", "simple", "--quickack"}},
}

// unsettled are verdicts of the table that depend on when a timer expires.
// google/packetdrill passes the script now, too.
var unsettled = map[pair]bool{{"retransmission.pkt", "simple"}: true}

// textbook compares the four columns of the textbook's table.
func (m *measurement) textbook(ctx context.Context) (bool, error) {
	folder := filepath.Join(m.corpus, "textbook")
	rows, err := readTable(filepath.Join(folder, "verdicts.tsv"))
	if err != nil {
		return false, err
	}
	repaired := filepath.Join(m.temp, "repaired")
	if err := repairAll(folder, repaired, rows); err != nil {
		return false, err
	}
	good := true
	for _, column := range textbookColumns {
		where := folder
		if column.repaired {
			where = repaired
		}
		arguments := append([]string(nil), column.arguments...)
		for _, r := range rows {
			if m.matches(r["script"]) {
				arguments = append(arguments, r["script"])
			}
		}
		results, err := m.pktRun(ctx, where, nil, arguments...)
		if err != nil {
			return false, err
		}
		t := tally{title: "textbook, " + column.name, rows: map[class]*tallyRow{}}
		for _, r := range rows {
			if !m.matches(r["script"]) {
				continue
			}
			k := known{script: r["script"], variant: column.name, pass: r[column.name] == "pass", tries: 1}
			if unsettled[pair{k.script, k.variant}] {
				k.failure = "timing error"
			}
			if got := results[pair{script: k.script}]; !t.add(k, got) {
				m.disagreementWithTable(k, got)
			}
		}
		m.print(&t)
		good = good && t.agree()
	}
	return good, nil
}

func (m *measurement) disagreementWithTable(k known, r run.Result) {
	without := *m
	without.oracle = "" // it has no such settings
	without.disagreement(context.Background(), "textbook", "", k, r)
}

func repairAll(from, to string, rows []row) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("making a folder for the repaired scripts: %w", err)
	}
	for _, r := range rows {
		text, err := os.ReadFile(filepath.Join(from, r["script"]))
		if err != nil {
			return fmt.Errorf("reading a script to repair: %w", err)
		}
		good, err := repair(string(text))
		if err != nil {
			return fmt.Errorf("repairing %s: %w", r["script"], err)
		}
		if err := os.WriteFile(filepath.Join(to, r["script"]), []byte(good), 0o644); err != nil {
			return fmt.Errorf("writing a repaired script: %w", err)
		}
	}
	return nil
}

// repair adds `ack 1` to each packet that has the ACK flag but no ack number,
// which acknowledges 0: recent kernels refuse that (RFC 5961, section 5).
func repair(text string) (string, error) {
	script := lang.Parse(source.NewFile("script", text), nil)
	var edits []source.Edit
	for _, st := range script.Events() {
		packet, ok := st.Action.(*lang.Packet)
		if !ok || packet.TCP() == nil {
			continue
		}
		tcp := packet.TCP()
		if tcp.Flags.Has(lang.ACK) && tcp.Ack == nil {
			at := st.Range(tcp.Seq).End
			edits = append(edits, source.Edit{Range: source.Range{Start: at, End: at}, New: " ack 1"})
		}
	}
	return source.Apply(text, edits)
}
