package columns

import (
	"strings"

	"leadpad/intake"
	"leadpad/lead"
)

// normal are the words of a column's name: without case, accents and punctuation,
// taken apart at capitals ("FirstName") and digits ("email2"), names of one thing in
// one word ("e-mail").
func normal(name string) []string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if r == '.' || r == '\'' || r == '’' || r == '`' || r == '_' {
			r = ' '
		}
		if i > 0 && intake.BeginsWord(runes[i-1], r, runes[i+1:]) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	words := strings.Fields(lead.Fold(b.String()))
	return together(words)
}

// together joins what is one word and is written as two.
func together(words []string) []string {
	const pairs = " e+mail linked+in face+book you+tube web+site web+page web+seite home+page e+post e+posta mail+address tik+tok git+hub zip+code post+code i+d what+s fax+nummer what+sapp "
	out := words[:0:0]
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) && strings.Contains(pairs, " "+words[i]+"+"+words[i+1]+" ") {
			words[i+1] = words[i] + words[i+1]
			continue
		}
		out = append(out, words[i])
	}
	return out
}

func joined(words []string) string { return strings.Join(words, "") }

// oneOf says that word is one of words, which spaces separate.
func oneOf(word, words string) bool {
	for one := range strings.FieldsSeq(words) {
		if one == word {
			return true
		}
	}
	return false
}

func number(word string) bool { return word != "" && strings.Trim(word, "0123456789") == "" }

// Key is a column's name as it is known again: in another spelling it is the same.
func Key(header string) string { return strings.Join(normal(header), " ") }
