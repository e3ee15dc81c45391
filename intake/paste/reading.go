package paste

import (
	"slices"
	"strings"
)

// prophets are first names that go before the one by which somebody is called.
const prophets = "muhammad mohammad mohammed muhammed mohamed mohamad muhamad mohd syed sayed"

// calledSo says that a local part is what people call somebody, with the name around it:
// kate@ of 'Kathryn "Kate" Doe'.
func (h human) calledSo(local string) bool {
	const words = 2
	return len(h.words) >= words && slices.ContainsFunc(h.called, func(p piece) bool { return plain(p.String())[0] == plainLocal(local) })
}

// goesOn says that small words of names stand behind a part of a piece, and then more.
func (p piece) goesOn(q piece) bool {
	words := strings.Fields(p.text[q.to:p.to])
	i := 0
	for i < len(words) && oneOf(words[i], "de da do dos das del della van von der den di y e el al bin ibn le la du") {
		i++
	}
	return i > 0 && i < len(words) && capitals(words[i]) > 0
}

// runsOf is the reading of words in a sentence that begin with capitals: an email has
// to spell it.
func runsOf(q piece) []reading {
	if h := readHuman(q); h.shape() && len(h.words) > 1 {
		return []reading{{human: h, of: q, run: true}}
	}
	return nil
}
