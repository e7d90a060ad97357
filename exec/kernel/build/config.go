package build

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

//go:embed guest.config
var guestConfig string

// debugConfig are the options of a kernel with symbols.
const debugConfig = "CONFIG_DEBUG_KERNEL=y\nCONFIG_DEBUG_INFO=y\nCONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y\n" +
	"CONFIG_KALLSYMS=y\nCONFIG_FRAME_POINTER=y\n"

// suiteConfig is what the packetdrill selftests of a tree need.
const suiteConfig = "tools/testing/selftests/net/packetdrill/config"

// configuration is all that a build asks for. What comes later wins.
func (o *Options) configuration(t *Tree) (string, error) {
	parts := []string{guestConfig}
	suite, err := os.ReadFile(filepath.Join(t.Folder, suiteConfig))
	switch {
	case err == nil:
		parts = append(parts, string(suite))
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("reading what the tree's own suite needs: %w", err)
	}
	if o.Debug {
		parts = append(parts, debugConfig)
	}
	for _, path := range o.Fragments {
		text, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("reading a fragment of the configuration: %w", err)
		}
		parts = append(parts, string(text))
	}
	return latest(strings.Join(parts, "\n")), nil
}

// setting is a line of a configuration that says something.
var setting = regexp.MustCompile(`^(?:(CONFIG_\w+)=(.*)|# (CONFIG_\w+) is not set)$`)

// parseSetting is the option that a line sets, and its value: n where it is off.
func parseSetting(line string) (name, value string, ok bool) {
	m := setting.FindStringSubmatch(strings.TrimSpace(line))
	switch {
	case m == nil:
		return "", "", false
	case m[3] != "":
		return m[3], "n", true
	}
	return m[1], m[2], true
}

// latest keeps the last line for each option, in the order of the first.
func latest(text string) string {
	values := map[string]string{}
	var names []string
	for line := range strings.Lines(text) {
		name, value, ok := parseSetting(line)
		if !ok {
			continue
		}
		if _, seen := values[name]; !seen {
			names = append(names, name)
		}
		values[name] = value
	}
	var out strings.Builder
	for _, name := range names {
		fmt.Fprintf(&out, "%s=%s\n", name, values[name])
	}
	return out.String()
}

// Settings are the options of a configuration that are on, with their values.
func Settings(text string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := parseSetting(line); ok && value != "n" {
			out[name] = value
		}
	}
	return out
}

// refusedSettings are those that were asked for and that the configuration does
// not have: the tree does not know them, or what they depend on is off.
func refusedSettings(asked, got string) []string {
	have := Settings(got)
	var out []string
	for line := range strings.Lines(asked) {
		name, value, ok := parseSetting(line)
		if ok && value != "n" && have[name] != value {
			out = append(out, name)
		}
	}
	return out
}

// kconfig is the tree's Kconfig with a number of ticks a second. User-mode Linux
// fixes it at 100 without asking, and scripts that know how long a tick is on
// other machines fail by it. The first default of an option counts, so this one
// stands before all.
func kconfig(text string, hz int) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "mainmenu ") {
			lines[i] += "\nconfig HZ\n\tint\n\tdefault " + strconv.Itoa(hz) + "\n"
			return strings.Join(lines, ""), nil
		}
	}
	return "", errors.New("the tree's Kconfig has no main menu")
}
