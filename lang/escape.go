package lang

import "fmt"

// Bytes are the bytes that the string stands for, its escapes replaced: \\, \",
// \f, \n, \r, \t, \v and \xNN. An error says which escape is none of these.
func (s *String) Bytes() ([]byte, error) {
	out := make([]byte, 0, len(s.Raw))
	for i := 0; i < len(s.Raw); i++ {
		c := s.Raw[i]
		if c != '\\' {
			out = append(out, c)
			continue
		}
		i++
		b, used, err := escaped(s.Raw[i:])
		if err != nil {
			return nil, err
		}
		out = append(out, b)
		i += used - 1
	}
	return out, nil
}

var escapes = map[byte]byte{'\\': '\\', '"': '"', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// escaped is the byte that the text after a backslash stands for, and how many
// bytes of the text say so.
func escaped(text string) (value byte, used int, err error) {
	if text == "" {
		return 0, 0, fmt.Errorf("the string ends in a backslash: write `\\\\` for one")
	}
	if text[0] != 'x' {
		if b, ok := escapes[text[0]]; ok {
			return b, 1, nil
		}
		return 0, 0, fmt.Errorf("unknown escape `\\%c`: expected one of \\\\ \\\" \\f \\n \\r \\t \\v or \\xNN",
			text[0])
	}
	if len(text) < 3 || !isHex(text[1:3]) {
		return 0, 0, fmt.Errorf("the escape `\\x` needs two hex digits after it")
	}
	return byte(hexDigit(text[1])<<4 | hexDigit(text[2])), 3, nil
}

func hexDigit(c byte) int {
	switch {
	case c <= '9':
		return int(c - '0')
	case c >= 'a':
		return int(c-'a') + 10
	}
	return int(c-'A') + 10
}
