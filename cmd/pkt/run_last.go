package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/internal/files"
	"github.com/pktlang/pkt/lang/run"
)

// lastFailed are the scripts, with their variants, that failed when they were run
// last from a folder.
type lastFailed struct {
	file    string // empty where there is no place to keep it
	changed bool
	Failed  []run.Case
}

// readLastFailed reads what is kept for the current folder.
func readLastFailed() lastFailed {
	cache, err := os.UserCacheDir()
	folder, err2 := os.Getwd()
	if err != nil || err2 != nil {
		return lastFailed{}
	}
	sum := sha256.Sum256([]byte(folder))
	l := lastFailed{file: filepath.Join(cache, "pkt", "failed", hex.EncodeToString(sum[:8])+".json")}
	if text, err := os.ReadFile(l.file); err == nil {
		// What cannot be read is as good as nothing, and is written anew.
		_ = json.Unmarshal(text, &l.Failed)
	}
	return l
}

func (l *lastFailed) has(c run.Case) bool { return slices.Contains(l.Failed, c) }

// scripts are the paths of those that failed, each once.
func (l *lastFailed) scripts() ([]string, error) {
	if len(l.Failed) == 0 {
		return nil, errors.New("no script failed when scripts were run last from this folder")
	}
	var out []string
	for _, c := range l.Failed {
		if !slices.Contains(out, c.Script) {
			out = append(out, c.Script)
		}
	}
	return out, nil
}

// variants are those in which a script failed.
func (l *lastFailed) variants(script string) []string {
	var out []string
	for _, c := range l.Failed {
		if c.Script == script && c.Variant != "" {
			out = append(out, c.Variant)
		}
	}
	return out
}

// note keeps what became of a case. One that was interrupted is as it was.
func (l *lastFailed) note(r *suite.Result) {
	c := r.Case.Of()
	switch {
	case r.Status == run.StatusInterrupted || c.Script == files.StdinName || failed(r.Status) == l.has(c):
	case failed(r.Status):
		l.Failed, l.changed = append(l.Failed, c), true
	default:
		l.Failed, l.changed = slices.DeleteFunc(l.Failed, func(other run.Case) bool { return other == c }), true
	}
}

// write keeps it for the next time, where there is room for that.
func (l *lastFailed) write() error {
	if l.file == "" || !l.changed {
		return nil
	}
	text, err := json.Marshal(l.Failed)
	if err != nil {
		return fmt.Errorf("writing down which scripts failed: %w", err)
	}
	// A user without a place for a cache, such as that of a container, has no
	// next time.
	if os.MkdirAll(filepath.Dir(l.file), 0o777) == nil {
		_ = os.WriteFile(l.file, text, 0o666)
	}
	return nil
}

// again is the command line that runs once more which scripts of a run failed.
func again(arguments []string) string {
	words := []string{"pkt"}
	for i, a := range arguments {
		if !plainWord.MatchString(a) {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
		if i == 0 && !slices.Contains(arguments, "--last-failed") {
			words = append(words, "--last-failed")
		}
	}
	return strings.Join(words, " ")
}

// plainWord is one that a shell leaves as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=,+-]+$`)
