package sshd

import (
	"errors"
	"strings"
)

// errOpenQuote is a command line that ends within quotes, or behind a backslash.
var errOpenQuote = errors.New("a quote in the command is not closed")

// commandLine takes the one text apart that a client sends as its command: as a POSIX
// shell quotes words, and with nothing else of a shell, so that a star, a dollar or a
// semicolon is itself. The client's own shell has been over it before.
func commandLine(line string) (args []string, err error) {
	var word strings.Builder
	begun := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case ' ', '\t', '\n', '\r':
			if begun {
				args, begun = append(args, word.String()), false
				word.Reset()
			}
			continue
		case '\\':
			if i++; i == len(line) {
				return nil, errOpenQuote
			}
			if line[i] == '\n' {
				continue // the line goes on
			}
			word.WriteByte(line[i])
		case '\'', '"':
			text, n := quoted(line[i:])
			if n == 0 {
				return nil, errOpenQuote
			}
			word.WriteString(text)
			i += n - 1
		default:
			word.WriteByte(c)
		}
		begun = true
	}
	if begun {
		args = append(args, word.String())
	}
	return args, nil
}

// quoted reads the text in quotes with which s begins, and says how long they are with
// it; 0 where they are not closed. In double quotes a backslash stands before what would
// mean something else there.
func quoted(s string) (text string, length int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), i + 1
		case s[0] == '"' && s[i] == '\\' && i+1 < len(s) && strings.IndexByte("$`\"\\\n", s[i+1]) >= 0:
			if i++; s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return "", 0
}
