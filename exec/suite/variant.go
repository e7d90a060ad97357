package suite

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/program/settings"
)

// Variant is one way to run every script of a suite: options and definitions
// with a name.
type Variant struct {
	Name        string
	Options     []settings.Assignment
	Definitions lang.Definitions
}

// ipVersion is the variant's IP version; empty where it leaves that open.
func (v Variant) ipVersion() settings.IPVersion {
	for _, o := range v.Options {
		if o.Name == "ip_version" {
			return settings.IPVersion(o.Value)
		}
	}
	return ""
}

// AppliesTo reports whether a script is meant for the variant: one that sets
// --ip_version itself runs only over that; one whose name ends in v4 or v6 runs
// only over such packets, as in the runners of google/packetdrill and of the
// Linux selftests.
func (v Variant) AppliesTo(path string, script *lang.Script) bool {
	version := v.ipVersion()
	if version == "" {
		return true
	}
	for _, a := range settings.ScriptLayer(script).Assignments {
		if a.Name == "ip_version" {
			return a.Value == string(version)
		}
	}
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	switch {
	case strings.HasSuffix(stem, "v4"):
		return !version.PacketsIPv6()
	case strings.HasSuffix(stem, "v6"):
		return version.PacketsIPv6()
	}
	return true
}

// BuiltinVariants are the three IP versions with the addresses and definitions
// that the scripts of google/packetdrill and of the Linux selftests are written
// for. The fast open cookies are what the kernel makes of these addresses with
// the keys that those scripts set.
func BuiltinVariants() []Variant {
	ipv4 := func(version settings.IPVersion, level, receiveError string) Variant {
		return Variant{
			Name: string(version),
			Options: assignments("ip_version", string(version), "local_ip", "192.168.0.1", "gateway_ip", "192.168.0.1",
				"netmask_ip", "255.255.0.0", "remote_ip", "192.0.2.1"),
			Definitions: lang.Definitions{
				"TFO_COOKIE":        "3021b9d889017eeb",
				"TFO_COOKIE_ZERO":   "b7c12350a90dc8f5",
				"CODE":              "host_unreachable",
				"CMSG_LEVEL_IP":     level,
				"CMSG_TYPE_RECVERR": receiveError,
			},
		}
	}
	return []Variant{
		ipv4(settings.IPv4, "SOL_IP", "IP_RECVERR"),
		ipv4(settings.IPv4Mapped, "SOL_IPV6", "IPV6_RECVERR"),
		{
			Name: string(settings.IPv6),
			Options: assignments("ip_version", string(settings.IPv6), "mtu", "1520", "local_ip", "fd3d:0a0b:17d6::1",
				"gateway_ip", "fd3d:0a0b:17d6:8888::1", "remote_ip", "fd3d:fa7b:d17d::1"),
			Definitions: lang.Definitions{
				"TFO_COOKIE":        "c1d1e9742a47a9bc",
				"TFO_COOKIE_ZERO":   "82af1a8f9a205c34",
				"CMSG_LEVEL_IP":     "SOL_IPV6",
				"CMSG_TYPE_RECVERR": "IPV6_RECVERR",
			},
		},
	}
}

// impliedVariant is the built-in variant of a program's IP version where that
// defines a word that the program has and nobody defined, with that word.
func impliedVariant(p *program.Program) (v Variant, word string, ok bool) {
	for _, builtin := range BuiltinVariants() {
		if builtin.ipVersion() != p.Settings.IPVersion {
			continue
		}
		for _, d := range p.Diagnostics() {
			word := p.Script.File.Slice(d.Range)
			if _, defined := builtin.Definitions[word]; defined && d.Code == lang.CodePendingName {
				return builtin, word, true
			}
		}
	}
	return Variant{}, "", false
}

// assignments makes options of pairs of a name and a value.
func assignments(pairs ...string) []settings.Assignment {
	var out []settings.Assignment
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, settings.Assignment{Name: pairs[i], Value: pairs[i+1], HasValue: true})
	}
	return out
}

// ChooseVariants returns the variants of the given names, of those that a
// project defines and the built-in ones; a project's wins over a built-in one
// of its name. "all" means every one of the project, or of the built-in ones
// where it has none. No names mean one run with nothing added.
func ChooseVariants(names []string, project []Variant) ([]Variant, error) {
	if len(names) == 0 {
		return []Variant{{}}, nil
	}
	builtin := BuiltinVariants()
	if slices.Contains(names, "all") {
		if len(project) > 0 {
			return project, nil
		}
		return builtin, nil
	}
	var out []Variant
	for _, name := range names {
		known := slices.Concat(project, builtin)
		i := slices.IndexFunc(known, func(v Variant) bool { return v.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("unknown variant %q: expected all, %s", name,
				strings.Join(variantNames(known), ", "))
		}
		out = append(out, known[i])
	}
	return out, nil
}

func variantNames(variants []Variant) []string {
	var names []string
	for _, v := range variants {
		if !slices.Contains(names, v.Name) {
			names = append(names, v.Name)
		}
	}
	return names
}
