package paste

import "strings"

// likeDomain is the host that a text is the name of, "" for none.
func (c *card) likeDomain(s string) string {
	const most = 70
	if len(s) > most || strings.ContainsAny(s, "@:") {
		return ""
	}
	var t hostText
	for _, host := range c.hosts() {
		if t.folded == nil {
			t = newHostText(s)
		}
		if t.namesHost(brandOf(host)) {
			return host
		}
	}
	return ""
}

// hostText is a text with its words as hosts may write them.
type hostText struct {
	text          string
	plain         [2]string
	folded, words []string
	initials      string
}

func newHostText(s string) hostText {
	t := hostText{text: s, plain: plain(s), folded: append([]string{}, folded(s)...), words: strings.Fields(plainWords(s))}
	for _, w := range t.folded {
		if !oneOf(w, ands+" of the de der di la") {
			t.initials += initial(w)
		}
	}
	return t
}

// ands are what "&" is read as in the names of hosts.
const ands = "and und et y e i og och en"

// namesHost says that a host has its name of a text: the text without spaces and
// legal form is the host's name, begins with it, holds it as whole words, or has its
// letters as initials.
func (t hostText) namesHost(brand string) bool {
	const least = 3
	bare := strings.ReplaceAll(brand, "-", "")
	if bare == "" {
		return false
	}
	for _, text := range t.plain {
		if text == "" {
			continue
		}
		if text == bare || len(bare) > least && strings.HasPrefix(text, bare) && t.startsWord(bare) || len(text) > least && strings.HasPrefix(bare, text) && len(text)*2 >= len(bare) {
			return true
		}
	}
	if len(bare) >= least && t.initials == bare {
		return true
	}
	if strings.Contains(brand, "-") && len(t.folded) > 1 && allIn(strings.Split(brand, "-"), t.folded) {
		return true
	}
	return t.shortened(bare) || t.holdsWords(bare)
}

// shortened says that a host's name is the initials of a text's first words and the last
// ones as a whole: "Ohio Valley Fasteners" of ovfasteners.com.
func (t hostText) shortened(bare string) bool {
	const least = 4 // letters of the last word
	short := ""
	for i := 0; i+1 < len(t.folded); i++ {
		short += initial(t.folded[i])
		if rest, ok := strings.CutPrefix(bare, short); ok && len(rest) >= least && rest == strings.Join(t.folded[i+1:], "") {
			return true
		}
	}
	return false
}

// holdsWords says that neighbouring words of a text spell a host's name, or its
// begin: "Fietsenmaker De Spaak" of despaak.nl, "Nguyen Family Dentistry" of
// nguyenfamilydental.com. "&" may be spelt.
func (t hostText) holdsWords(bare string) bool {
	const least, begin = 5, 8
	if len(bare) < least {
		return false
	}
	for _, and := range append(strings.Fields(ands), "") {
		words := t.words
		if strings.Contains(t.text, "&") {
			words = strings.Fields(plainWords(strings.ReplaceAll(t.text, "&", " "+and+" ")))
		}
		for i := range words {
			text := ""
			for k, w := range words[i:] {
				text += w
				if text == bare && len(words) > 1 || k > 0 && len(text) >= begin && len(text)*3 >= len(bare)*2 && strings.HasPrefix(bare, text) {
					return true
				}
			}
		}
		if !strings.Contains(t.text, "&") {
			break
		}
	}
	return false
}

// startsWord says that a host's name is whole words of a text.
func (t hostText) startsWord(bare string) bool {
	for _, words := range [][]string{t.folded, t.words} {
		text := ""
		for _, w := range words {
			if text += w; text == bare {
				return true
			}
		}
	}
	return false
}

// plainWords are the words of a text with umlauts as hosts spell them.
func plainWords(s string) string {
	var out []string
	for w := range strings.FieldsSeq(s) {
		out = append(out, plain(w)[1])
	}
	return strings.Join(out, " ")
}

func allIn(bits, words []string) bool {
	for _, b := range bits {
		found := false
		for _, w := range words {
			found = found || w == b || plain(w)[1] == b
		}
		if !found {
			return false
		}
	}
	return true
}

// brandOf is the name of a host below its public suffix: "acme" of "www.acme.co.uk".
func brandOf(host string) string {
	labels := strings.Split(strings.TrimPrefix(host, "www."), ".")
	n := len(labels) - 1
	if n > 1 && oneOf(labels[n-1], "co com org net ac gov or ne go edu gob adv eng med arq ind odo psi inf tur vet coop asso ltd plc sch nhs web") && len(labels[n]) == 2 {
		n--
	}
	if n < 1 {
		return ""
	}
	return labels[n-1]
}
