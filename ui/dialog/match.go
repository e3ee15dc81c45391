package dialog

import (
	"strings"
	"unicode"

	"leadpad/lead"
)

// word is one word of a text, as it is compared: without case and accents.
type word struct {
	folded string
	// runes are the places of the word's runes in the text, and ends how long
	// folded is with each of them.
	runes, ends []int
}

// begins says that typed begins the word.
func (w word) begins(typed string) bool { return strings.HasPrefix(w.folded, typed) }

// first gives the places of the runes that make the first n bytes of folded.
func (w word) first(n int) []int {
	for i, end := range w.ends {
		if end >= n {
			return w.runes[:i+1]
		}
	}
	return w.runes
}

// splitWords gives the words of a text: runs of letters and digits.
func splitWords(text string) []word {
	var words []word
	in := false
	for i, r := range []rune(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if !in {
				words = append(words, word{})
			}
			in = true
		case in && (r == '\'' || r == '’'):
			continue // within a word
		case !in || !unicode.IsMark(r):
			in = false
			continue
		}
		w := &words[len(words)-1]
		w.folded += lead.Fold(string(r))
		w.runes, w.ends = append(w.runes, i), append(w.ends, len(w.folded))
	}
	return words
}

// What it is worth that a typed word begins a word of an item, and how much more
// when it is all of that word. The sum puts the items in order; those of equal
// worth keep theirs.
const (
	inGroup = 1 + iota
	inSynonyms
	inTitle
	firstInTitle
	whole // more
)

// match says whether every typed word begins a word of the item's title,
// synonyms or group. It gives what that is worth and which runes of the title
// are meant.
func match(typed []word, it Item) (worth int, at []int, ok bool) {
	title, synonyms, group := splitWords(it.Title), splitWords(it.Synonyms), splitWords(it.Group)
	for _, t := range typed {
		best := max(begun(title, t, inTitle), begun(title[:min(1, len(title))], t, firstInTitle),
			begun(synonyms, t, inSynonyms), begun(group, t, inGroup))
		if best == 0 {
			return 0, nil, false
		}
		worth += best
		for _, w := range title {
			if w.begins(t.folded) {
				at = append(at, w.first(len(t.folded))...)
			}
		}
	}
	return worth, at, true
}

// begun is what it is worth that t begins one of words, whose beginnings are
// worth so much; 0 when it begins none.
func begun(words []word, t word, worth int) int {
	best := 0
	for _, w := range words {
		switch {
		case w.folded == t.folded:
			return worth + whole
		case w.begins(t.folded):
			best = worth
		}
	}
	return best
}
