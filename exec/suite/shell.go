package suite

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// uncertain is what makes it uncertain whether a command of a shell program is run,
// or whether its failure is one of the program.
var uncertain = regexp.MustCompile(`\|\||\||[({]|<<|\b(?:if|for|while|until|case|set|trap|exit|exec|alias)\b`)

// commandWord is the name of a program that is looked for on the PATH.
var commandWord = regexp.MustCompile(`^[a-z][a-z0-9_.+-]*$`)

// shellWords are what a shell knows itself (POSIX.1-2024, XCU 2.9.1 and 2.15).
var shellWords = map[string]bool{
	"break": true, "cd": true, "command": true, "continue": true, "echo": true, "eval": true, "export": true,
	"false": true, "kill": true, "local": true, "printf": true, "pwd": true, "read": true, "readonly": true,
	"return": true, "shift": true, "sleep": true, "source": true, "test": true, "times": true, "true": true,
	"type": true, "ulimit": true, "umask": true, "unset": true, "wait": true,
}

// shellLacks says why a shell program of a script is certain to fail here: it sets a
// sysctl that the kernel lacks, or its last command, which decides, has a value
// that the kernel does not take or is a program that is not there. It looks at
// plain lists of commands alone.
func shellLacks(text string, platform Platform) string {
	text = strings.ReplaceAll(text, "\\\n", " ")
	if uncertain.MatchString(text) {
		return ""
	}
	lists := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == ';' })
	for len(lists) > 0 && strings.TrimSpace(lists[len(lists)-1]) == "" {
		lists = lists[:len(lists)-1]
	}
	for i, list := range lists {
		for simple := range strings.SplitSeq(list, "&&") {
			if reason := commandLacks(strings.Fields(simple), i == len(lists)-1, platform); reason != "" {
				return reason
			}
		}
	}
	return ""
}

// commandLacks is shellLacks for one command; last says that it decides.
func commandLacks(words []string, last bool, platform Platform) string {
	for len(words) > 0 && isAssignment(words[0]) {
		words = words[1:]
	}
	if len(words) == 0 || strings.HasPrefix(words[0], "#") {
		return ""
	}
	name, arguments := words[0], words[1:]
	if last && commandWord.MatchString(name) && !shellWords[name] && !platform.HasProgram(name) {
		return fmt.Sprintf("its commands need %s, which is not on the PATH", name)
	}
	base := path.Base(name)
	if base != "sysctl" && base != "set_sysctls.py" {
		return ""
	}
	for _, a := range arguments {
		if a == "-e" || a == "--ignore" {
			return ""
		}
	}
	for _, a := range arguments {
		if reason := sysctlLacks(a, last, platform); reason != "" {
			return reason
		}
	}
	return ""
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`).MatchString(name)
}

// foreignSysctls are how the names of other systems' sysctls begin.
var foreignSysctls = []string{"net.inet", "kern.", "security.", "hw."}

func sysctlLacks(argument string, last bool, platform Platform) string {
	name, value, ok := strings.Cut(argument, "=")
	if !ok || strings.ContainsAny(argument, "$`*") {
		return ""
	}
	name = strings.Trim(strings.TrimPrefix(name, "/proc/sys/"), `"'`)
	if strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, "/", ".")
	}
	for _, beginning := range foreignSysctls {
		if strings.HasPrefix(name, beginning) {
			return fmt.Sprintf("it sets the sysctl %s, which belongs to another system", name)
		}
	}
	if !platform.HasSysctl(name) {
		return fmt.Sprintf("it sets the sysctl %s, which this kernel lacks", name)
	}
	if value = strings.Trim(value, `"'`); last && !platform.TakesSysctl(name, value) {
		return fmt.Sprintf("it sets the sysctl %s to %s, which this kernel does not take yet", name, value)
	}
	return ""
}
