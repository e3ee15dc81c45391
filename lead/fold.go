package lead

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes what people take for the same text the same: case, accents,
// width, punctuation and spaces make no difference. Dots and apostrophes go
// ("S.A." is "sa"), all other punctuation becomes one space.
func Fold(s string) string {
	if isASCII(s) {
		return foldASCII(s)
	}
	if bare, ok := withoutAccents(s); ok {
		return foldRunes(bare)
	}
	return norm.NFC.String(foldRunes(norm.NFKD.String(s)))
}

// foldASCII is foldRunes for ASCII, which most texts are: it asks no tables, and makes
// no new text of one that is folded.
func foldASCII(s string) string {
	out := make([]byte, 0, 64) // on the stack, unless the text is longer
	space := false
	for i := range len(s) {
		switch ch := s[i]; {
		case ch == '.' || ch == '\'' || ch == '`':
		case 'a' <= ch && ch <= 'z', '0' <= ch && ch <= '9', 'A' <= ch && ch <= 'Z':
			if space && len(out) > 0 {
				out = append(out, ' ')
			}
			space = false
			if 'A' <= ch && ch <= 'Z' {
				ch += 'a' - 'A'
			}
			out = append(out, ch)
		default:
			space = true
		}
	}
	if string(out) == s {
		return s
	}
	return string(out)
}

// withoutAccents are the letters of a text without what stands on them; ok is false
// where it has others than plainLetters knows.
func withoutAccents(s string) (bare string, ok bool) {
	var b strings.Builder
	b.Grow(len(s))
	letters := plainLetters()
	for _, r := range s {
		switch {
		case r < 0x80, r >= 0x2012 && r <= 0x2023 && r != 0x2017: // dashes, quotes, bullets
			b.WriteRune(r)
		case r < plainEnd:
			plain := letters[r]
			if plain == "" {
				return "", false
			}
			b.WriteString(plain)
		default:
			return "", false
		}
	}
	return b.String(), true
}

// plainEnd is behind the letters of Latin, Greek and Cyrillic.
const plainEnd = 0x482

// plainLetters are the decompositions (NFKD) of the letters and signs below plainEnd
// without their accents, for which Fold has no use; "" for what is an accent itself, or
// is not known.
var plainLetters = sync.OnceValue(func() []string {
	out := make([]string, plainEnd)
	for r := rune(0x80); r < plainEnd; r++ {
		if unicode.In(r, unicode.M, unicode.Cn) {
			continue
		}
		out[r] = strings.Map(func(part rune) rune {
			if unicode.Is(unicode.M, part) {
				return -1
			}
			return part
		}, norm.NFKD.String(string(r)))
	}
	return out
})

// foldRunes folds text whose accents stand apart.
func foldRunes(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	var base rune
	space := false
	for _, r := range s {
		switch {
		case r == '.' || r == '\'' || r == '’' || r == '`' || r == 'ʼ':
		case unicode.Is(unicode.M, r):
			// A mark is part of the letter in Japanese and Indic scripts.
			if !accented(base) {
				b.WriteRune(r)
			}
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			base = r
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			if t := spelledOut(r); t != "" {
				b.WriteString(t)
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
		case unicode.Is(unicode.Cf, r):
		default:
			space = true
		}
	}
	return b.String()
}

// accented says that marks on r are accents, which people leave out.
func accented(r rune) bool {
	return r < 0x80 || unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
}

// spelledOut gives what letters without a decomposition are written as.
func spelledOut(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ø', 'Ø':
		return "o"
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d"
	case 'ł', 'Ł':
		return "l"
	case 'þ', 'Þ':
		return "th"
	case 'ı', 'İ':
		return "i"
	case 'ς':
		return "σ"
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// editDistance counts the insertions, removals, changes and swaps of
// neighbours that turn a into b, up to limit, which stands for "too many".
func editDistance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if abs(len(x)-len(y)) >= limit {
		return limit
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		lowest := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			lowest = min(lowest, row[j])
		}
		if lowest > limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], limit)
}

// wordSet is the set of words in a list, made when it is first asked.
func wordSet(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for word := range strings.FieldsSeq(list) {
			set[word] = true
		}
		return set
	})
}

func abs(n int) int { return max(n, -n) }
