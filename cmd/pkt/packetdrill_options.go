package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/vocab"
)

// parsePacketdrill reads google/packetdrill's command line by the rules of
// getopt_long(3): options and scripts in any order, a value after an equals
// sign or as the next argument, long names cut short as far as they are unique,
// the letters -v and -D, and -- before scripts whose names begin with a hyphen.
func parsePacketdrill(arguments []string) (options []settings.Assignment, scripts []string, err error) {
	for len(arguments) > 0 {
		word := arguments[0]
		arguments = arguments[1:]
		switch {
		case word == "--":
			return options, append(scripts, arguments...), nil
		case strings.HasPrefix(word, "--"):
			var option settings.Assignment
			if option, arguments, err = longOption(word[2:], arguments); err != nil {
				return nil, nil, err
			}
			options = append(options, option)
		case strings.HasPrefix(word, "-") && word != "-":
			var more []settings.Assignment
			if more, arguments, err = letters(word[1:], arguments); err != nil {
				return nil, nil, err
			}
			options = append(options, more...)
		default:
			scripts = append(scripts, word)
		}
	}
	return options, scripts, nil
}

// longOption reads one option without its dashes, with a value taken from rest
// where it needs one, and returns what is left of rest.
func longOption(word string, rest []string) (settings.Assignment, []string, error) {
	given, value, hasValue := strings.Cut(word, "=")
	option, err := uniqueOption(given)
	if err != nil {
		return settings.Assignment{}, nil, err
	}
	switch {
	case !option.HasValue() && hasValue:
		return settings.Assignment{}, nil, fmt.Errorf("option '--%s' doesn't allow an argument", option.Name)
	case option.HasValue() && !hasValue:
		if len(rest) == 0 {
			return settings.Assignment{}, nil, fmt.Errorf("option '--%s' requires an argument", option.Name)
		}
		value, rest = rest[0], rest[1:]
	}
	return settings.Assignment{Name: option.Name, Value: value, HasValue: option.HasValue()}, rest, nil
}

func uniqueOption(given string) (*vocab.Setting, error) {
	var candidates []*vocab.Setting
	for _, o := range packetdrillOptions() {
		if o.Name == given {
			return o, nil
		}
		if strings.HasPrefix(o.Name, given) {
			candidates = append(candidates, o)
		}
	}
	switch len(candidates) {
	case 0:
		return nil, fmt.Errorf("unrecognized option '--%s'", given)
	case 1:
		return candidates[0], nil
	}
	var names []string
	for _, o := range candidates {
		names = append(names, "'--"+o.Name+"'")
	}
	return nil, fmt.Errorf("option '--%s' is ambiguous; possibilities: %s", given, strings.Join(names, " "))
}

// letters reads a word such as vvD in which only the last letter can have a
// value.
func letters(word string, rest []string) ([]settings.Assignment, []string, error) {
	var out []settings.Assignment
	for i := range len(word) {
		switch word[i] {
		case 'v':
			out = append(out, settings.Assignment{Name: "verbose"})
		case 'D':
			value := word[i+1:]
			if value == "" {
				if len(rest) == 0 {
					return nil, nil, fmt.Errorf("option requires an argument -- 'D'")
				}
				value, rest = rest[0], rest[1:]
			}
			return append(out, settings.Assignment{Name: "define", Value: value, HasValue: true}), rest, nil
		default:
			return nil, nil, fmt.Errorf("invalid option -- '%c'", word[i])
		}
	}
	return out, rest, nil
}

// packetdrillOptions are the options of the reference's command line, by name.
func packetdrillOptions() []*vocab.Setting {
	options := vocab.Options(vocab.ByPacketdrill)
	slices.SortFunc(options, func(a, b *vocab.Setting) int { return strings.Compare(a.Name, b.Name) })
	return options
}

// packetdrillUsage is the usage that the name packetdrill prints.
func packetdrillUsage() string {
	var out strings.Builder
	out.WriteString("Usage: packetdrill\n")
	for _, o := range packetdrillOptions() {
		if o.HasValue() {
			fmt.Fprintf(&out, "\t[--%s=<%s>]\n", o.Name, strings.ToLower(o.Metavar))
		} else {
			fmt.Fprintf(&out, "\t[--%s]\n", o.Name)
		}
	}
	out.WriteString("\t[-v] [-D <name=value>]\n\tscript_path ...\n")
	return out.String()
}
