package lead

import (
	"strings"
	"unicode"
)

// HasLegalForm says that a name ends in what a company is in law, or begins with
// it. A form of two or three letters that is a word as well counts only as people
// write it on a letterhead: in capitals or with dots ("AS", "S.p.A.").
func HasLegalForm(name string) bool {
	if !strings.ContainsFunc(strings.TrimSpace(name), dividesWords) {
		return false // a form alone, or a word without one
	}
	words := companyWords(name)
	rest := withoutForm(words)
	if len(rest) == len(words) || isAnd(words[len(words)-1]) || words[0] == "the" && len(withoutForm(words[1:])) == len(words)-1 {
		return false
	}
	typed := strings.Fields(strings.ReplaceAll(name, ",", " "))
	if len(typed) < 2 {
		return false
	}
	form := strings.Join(typed[min(len(rest), len(typed)-1):], "")
	if Fold(rest[0]) != Fold(words[0]) {
		form = typed[0]
	}
	const short = 3
	if letters := strings.ReplaceAll(form, ".", ""); len([]rune(letters)) > short {
		return true
	}
	return strings.Count(form, ".") > 1 || strings.ContainsFunc(form, unicode.IsUpper) || !isASCII(form)
}
