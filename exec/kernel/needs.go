package kernel

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/pktlang/pkt/exec/kernel/guest"
	"github.com/pktlang/pkt/exec/suite"
)

// upwards is a path in a script's commands or code that leads out of the folder
// of the script, such as ../../common/defaults.sh.
var upwards = regexp.MustCompile(`(?:\.\./)+[\w.+@%/-]*`)

// needs are the folders of the host that a script is to see: its own, and those
// of the files that it names by a relative path.
func needs(c *suite.Case) []string {
	if c.Folder == "" {
		return nil
	}
	out := []string{c.Folder}
	texts := append([]string{c.Request.Text}, c.Request.Settings.InitScripts...)
	for _, text := range texts {
		for _, path := range upwards.FindAllString(text, -1) {
			folder, _ := filepath.Split(path)
			out = append(out, filepath.Join(c.Folder, folder))
		}
	}
	return outermost(out)
}

// folders are paths as a guest is to be told of them. Those that are none of the
// host's are left out: then a script does not find there what it does not find on
// the host.
func folders(paths []string) []guest.Folder {
	var out []guest.Folder
	for _, path := range outermost(paths) {
		of, err := filepath.EvalSymlinks(path)
		if err != nil {
			continue
		}
		if info, err := os.Stat(of); err == nil && info.IsDir() {
			out = append(out, guest.Folder{Path: path, Of: of})
		}
	}
	return out
}

// outermost are folders without those that lie in others of them, sorted.
func outermost(folders []string) []string {
	sorted := slices.Clone(folders)
	slices.Sort(sorted)
	var out []string
	for _, f := range sorted {
		inside := slices.ContainsFunc(out, func(outer string) bool {
			return f == outer || strings.HasPrefix(f, strings.TrimSuffix(outer, "/")+"/")
		})
		if !inside {
			out = append(out, f)
		}
	}
	return out
}
