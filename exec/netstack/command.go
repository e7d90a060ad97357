package netstack

import (
	"errors"
	"fmt"
	"strings"
)

// Commands of a script are not run against this stack: there is no system for
// them to change. What they would tell Linux's sysctls it is told itself.

// command is one simple command of a shell, taken apart.
type command struct {
	words []string
	to    string // the file that its output goes to, or nothing
}

// errNotSimple is what is not a list of simple commands with plain words.
var errNotSimple = errors.New("it is more than a list of simple commands")

// commandsOf takes a shell command apart: simple commands of plain and quoted
// words, one after the other.
func commandsOf(text string) ([]command, error) {
	l := &lexer{text: text}
	for l.at < len(l.text) {
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	return l.list, l.endCommand()
}

// lexer reads a shell command.
type lexer struct {
	text string
	at   int
	list []command

	words    []string
	word     strings.Builder
	inWord   bool
	redirect bool // the next word is where output goes
	to       string
}

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%"

func (l *lexer) next() error {
	c := l.text[l.at]
	rest := l.text[l.at:]
	switch {
	case strings.IndexByte(plain, c) >= 0:
		l.word.WriteByte(c)
		l.inWord = true
		l.at++
	case c == ' ' || c == '\t' || strings.HasPrefix(rest, "\\\n"):
		l.at += 1 + strings.Count(rest[:1], "\\")
		return l.endWord()
	case c == '"' || c == '\'':
		return l.quoted(c)
	case c == '#' && !l.inWord:
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		l.at += end
	case c == '\n' || c == ';':
		l.at++
		return l.endCommand()
	case strings.HasPrefix(rest, "&&"):
		l.at += 2
		return l.endCommand()
	case strings.HasPrefix(rest, ">&1") && l.inWord && l.word.String() == "2":
		l.word.Reset()
		l.inWord = false
		l.at += 3
	case c == '>':
		if l.word.String() == "2" {
			l.word.Reset()
			l.inWord = false
		}
		l.at++
		if err := l.endWord(); err != nil {
			return err
		}
		l.redirect = true
	default:
		return errNotSimple
	}
	return nil
}

// quoted reads a part in quotes. What a shell would replace in it is not plain.
func (l *lexer) quoted(quote byte) error {
	end := strings.IndexByte(l.text[l.at+1:], quote)
	if end < 0 {
		return errNotSimple
	}
	inner := l.text[l.at+1 : l.at+1+end]
	if quote == '"' && strings.ContainsAny(inner, "$`\\") {
		return errNotSimple
	}
	l.word.WriteString(inner)
	l.inWord = true
	l.at += end + 2
	return nil
}

func (l *lexer) endWord() error {
	if !l.inWord {
		return nil
	}
	word := l.word.String()
	l.word.Reset()
	l.inWord = false
	if l.redirect {
		l.redirect, l.to = false, word
		return nil
	}
	l.words = append(l.words, word)
	return nil
}

func (l *lexer) endCommand() error {
	if err := l.endWord(); err != nil {
		return err
	}
	if l.redirect {
		return errNotSimple
	}
	if len(l.words) > 0 {
		l.list = append(l.list, command{words: l.words, to: l.to})
	}
	l.words, l.to = nil, ""
	return nil
}

// dotted is the name of a sysctl with dots.
func dotted(name string) string {
	return strings.ReplaceAll(strings.TrimPrefix(name, "/proc/sys/"), "/", ".")
}

// withoutEffect are commands that change nothing that a script could see here: by their
// first words.
var withoutEffect = []string{
	"true", ":", "ip tcp_metrics flush", "ip link set lo up", "ip link set dev lo up", "ifconfig lo up",
	"ethtool -K tun0", "sleep",
}

// read returns what sets up a stack as the command would Linux, or why that
// cannot be done.
func (c command) read() (setter, error) {
	line := strings.Join(c.words, " ")
	for _, begin := range withoutEffect {
		if line == begin || strings.HasPrefix(line, begin+" ") {
			return func(*Machine) error { return nil }, nil
		}
	}
	switch {
	case c.words[0] == "sysctl" || c.words[0] == "/sbin/sysctl" || c.words[0] == "/usr/sbin/sysctl":
		return readSysctls(c.words[1:])
	case c.words[0] == "echo" && len(c.words) == 2 && strings.HasPrefix(c.to, "/proc/sys/"):
		return readSysctl(dotted(c.to), c.words[1])
	}
	return nil, fmt.Errorf("the embedded stack runs no commands, and %s is none that it can honour", c.words[0])
}

// readSysctls reads the arguments of sysctl(8).
func readSysctls(arguments []string) (setter, error) {
	var all []setter
	for _, a := range arguments {
		if strings.HasPrefix(a, "-") {
			if strings.Trim(a, "-qwe") != "" && a != "--quiet" && a != "--write" && a != "--ignore" {
				return nil, fmt.Errorf("the embedded stack knows no option %s of sysctl", a)
			}
			continue
		}
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			return nil, fmt.Errorf("the embedded stack cannot tell the value of %s", a)
		}
		set, err := readSysctl(dotted(name), value)
		if err != nil {
			return nil, err
		}
		all = append(all, set)
	}
	return func(m *Machine) error {
		for _, set := range all {
			if err := set(m); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// readCommand returns what sets up a stack as a shell command would Linux, or
// why that cannot be done.
func readCommand(text string) (setter, error) {
	list, err := commandsOf(text)
	if err != nil {
		return nil, fmt.Errorf("the embedded stack runs no commands: %w", err)
	}
	var all []setter
	for _, c := range list {
		set, err := c.read()
		if err != nil {
			return nil, err
		}
		all = append(all, set)
	}
	return func(m *Machine) error {
		for _, set := range all {
			if err := set(m); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// Command does what a shell command says, as far as it can.
func (m *Machine) Command(text string) error {
	set, err := readCommand(text)
	if err != nil {
		return err
	}
	return set(m)
}
