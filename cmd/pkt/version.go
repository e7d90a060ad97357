package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// versionCommand prints what was built from what.
type versionCommand struct{}

// Help implements kong.HelpProvider.
func (*versionCommand) Help() string {
	return examples("pkt version", "print the version, the commit it was built from, and the Go that built it")
}

// Run prints the version on one line.
func (*versionCommand) Run(env *environment) error {
	return env.print(fmt.Appendf(nil, "pkt %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH))
}

// version is the module's version as the Go command recorded it, with the
// commit where it was built in a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return describe(info)
}

func describe(info *debug.BuildInfo) string {
	settings := make(map[string]string, len(info.Settings))
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	words := []string{info.Main.Version}
	// Outside of a checkout, go install records no version control.
	if revision := settings["vcs.revision"]; revision != "" {
		commit := "commit " + revision[:min(len(revision), 12)]
		if settings["vcs.modified"] == "true" {
			commit += " with changes"
		}
		words = append(words, commit)
	}
	if words[0] == "" {
		words[0] = "(devel)"
	}
	return strings.Join(words, " ")
}
