package dialog

import (
	"strings"
	"unicode"
)

// What a match is worth: letters that begin a word or follow the one before
// say more than letters that stand somewhere.
const (
	perLetter   = 1
	atWordStart = 8
	inARow      = 12
	atStart     = 2
)

// match finds every word of query in text as letters in their order, without
// regard to case. It gives what the match is worth and which runes of text
// matched, in no order.
func match(query, text string) (score int, at []int, ok bool) {
	letters := []rune(text)
	for i, r := range letters {
		letters[i] = unicode.ToLower(r)
	}
	for _, word := range strings.Fields(strings.ToLower(query)) {
		s, where, ok := matchWord([]rune(word), letters)
		if !ok {
			return 0, nil, false
		}
		score += s
		at = append(at, where...)
	}
	// Of two equal matches the shorter text is meant.
	return score*64 - len(letters), at, true
}

// matchWord finds the best places of word's letters in text: best[i][j] is the
// worth of word[:i+1] with its last letter at text[j].
func matchWord(word, text []rune) (int, []int, bool) {
	const none = -1 << 30
	n, m := len(word), len(text)
	if n == 0 || n > m {
		return 0, nil, n == 0
	}
	best, from := make([]int, n*m), make([]int, n*m)
	for i := range n {
		before, beforeAt := none, -1 // the best of word[:i] that ends before j-1
		for j := range m {
			k := i*m + j
			best[k], from[k] = none, -1
			if i > 0 && j > 1 && best[k-m-2] > before {
				before, beforeAt = best[k-m-2], j-2
			}
			if word[i] != text[j] {
				continue
			}
			worth := perLetter + starts(text, j)
			switch {
			case i == 0:
				best[k] = worth
			case j > 0 && best[k-m-1] > none && best[k-m-1]+inARow >= before:
				best[k], from[k] = best[k-m-1]+inARow+worth, j-1
			case before > none:
				best[k], from[k] = before+worth, beforeAt
			}
		}
	}
	end := (n - 1) * m
	for j := range m {
		if best[(n-1)*m+j] > best[end] {
			end = (n-1)*m + j
		}
	}
	if best[end] == none {
		return 0, nil, false
	}
	at := make([]int, n)
	for i, j := n-1, end-(n-1)*m; i >= 0; i-- {
		at[i] = j
		j = from[i*m+j]
	}
	return best[end], at, true
}

// starts is what the place of a letter is worth.
func starts(text []rune, j int) int {
	switch {
	case j == 0:
		return atWordStart + atStart
	case !unicode.IsLetter(text[j-1]) && !unicode.IsNumber(text[j-1]):
		return atWordStart
	}
	return 0
}
