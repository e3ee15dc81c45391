package paste

import (
	"slices"
	"strings"

	"leadpad/safe/lazyregexp"
)

var mailItem = lazyregexp.New(`^\s*(?:[-*•]\s+)?(?:[^<>@]*<\s*(?:mailto:)?[^<>@\s]+@[^<>@\s]+>|(?:mailto:)?[^\s@<>]+@[^\s@<>]+)\s*$`)

// cards divides a text into the lines of each lead: a list of emails, a lead on
// each line, or paragraphs that each are a whole card.
func cards(all []*line, o Options) []*card {
	if items := mailList(all); len(items) > 1 {
		return newCards(items, o)
	}
	mark(all, o)
	if rows := leadLines(all); len(rows) > 1 {
		return newCards(rows, o)
	}
	var out []*card
	for _, c := range paragraphs(all, o) {
		if people := dense(c.lines); len(people) > 1 {
			for _, lines := range people {
				out = append(out, newCard(fresh(lines), o))
			}
			continue
		}
		narrow(c.lines)
		out = append(out, c)
	}
	return out
}

func newCards(groups [][]*line, o Options) []*card {
	var out []*card
	for _, group := range groups {
		out = append(out, newCard(group, o))
	}
	return out
}

// mailList divides what is nothing but emails, with or without names.
func mailList(all []*line) [][]*line {
	var out [][]*line
	for _, l := range all {
		from, quoted := 0, false
		text := l.text + ","
		for i := 0; i < len(text); i++ {
			switch ch := text[i]; {
			case ch == '"':
				quoted = !quoted
			case (ch == ',' || ch == ';' || ch == '\t' || ch == '|') && !quoted:
				item := text[from:i]
				if strings.Trim(item, " \t,;") == "" {
					from = i + 1
					continue
				}
				if !strings.Contains(item, "@") && i < len(text)-1 && strings.Contains(text[i:], "<") {
					continue // "Doe, Jane <jane@acme.example>"
				}
				if !mailItem.MatchString(item) {
					return nil
				}
				out = append(out, []*line{{text: item, number: l.number}})
				from = i + 1
			}
		}
		if from < len(l.text) && strings.TrimSpace(l.text[from:]) != "" {
			return nil // a quote that nothing closes
		}
	}
	return out
}

// leadLines divides a text whose lines each hold one email, all different ones, and
// more: a list of people.
func leadLines(all []*line) [][]*line {
	var out [][]*line
	seen := map[string]bool{}
	wordy := 0
	for _, l := range all {
		if strings.TrimSpace(l.text) == "" {
			continue
		}
		found := emailForm.FindAllString(l.text, -1)
		if len(found) != 1 || seen[strings.ToLower(found[0])] || l.outside {
			return nil
		}
		seen[strings.ToLower(found[0])] = true
		rest := strings.Replace(l.text, found[0], "", 1)
		if words := folded(rest); len(words) > 1 || len(words) == 1 && !fieldWord(rest) {
			wordy++
		}
		out = append(out, []*line{{text: l.text, number: l.number}})
	}
	if wordy < len(out) {
		return nil
	}
	return out
}

// paragraphs divides a text at its empty lines where at least two of the parts are
// whole cards of different people, or of different companies without people. What
// is no whole card belongs to the one before it.
func paragraphs(all []*line, o Options) []*card {
	var read []*card // one for each block
	people, firms := map[string]bool{}, map[string]bool{}
	whole := blocks(all)
	for _, block := range whole {
		read = append(read, newCard(block, o))
	}
	if len(whole) > 1 && !o.each(len(whole), func(i int) {
		if c := read[i]; reachable(c.lines) {
			c.lines = fresh(c.lines)
			c.recognise()
		}
	}) {
		return nil
	}
	for _, c := range read {
		if !c.known {
			continue
		}
		if key, person := c.key(); person {
			people[key] = true
		} else if key != "" {
			firms[key] = true
		}
	}
	if len(people) < 2 && (len(people) > 0 || len(firms) < 2) {
		return []*card{newCard(all, o)}
	}
	return gather(whole, read, len(people) > 0, o)
}

// key is whom a whole card is of: its person, else its company; "" for no whole card.
func (c *card) key() (key string, person bool) {
	switch {
	case len(c.emails)+len(c.phones) == 0:
		return "", false
	case c.person.first.text != "":
		return c.person.first.text + " " + c.person.last.text, true
	case c.company.text != "" && c.certain:
		return c.company.text, false
	}
	return "", false
}

// gather makes a card of each block that is a whole one, with the blocks behind it
// that are none. What was read of a block that stands alone is not read again.
func gather(blocks [][]*line, read []*card, people bool, o Options) []*card {
	var starts []int
	begun := ""
	for i := range blocks {
		key, person := read[i].key()
		whole := key != "" && (person || !people)
		if i == 0 || whole && begun != "" && begun != key {
			starts, begun = append(starts, i), ""
		}
		if whole {
			begun = key
		}
	}
	var out []*card
	for n, from := range starts {
		to := len(blocks)
		if n+1 < len(starts) {
			to = starts[n+1]
		}
		if to == from+1 {
			out = append(out, read[from])
			continue
		}
		out = append(out, newCard(slices.Concat(blocks[from:to]...), o))
	}
	return out
}

// reachable says that a block may hold an email or a phone.
func reachable(block []*line) bool {
	const least = 5
	n := 0
	for _, l := range block {
		if l.outside {
			continue
		}
		n += digits(l.text)
		if n >= least || strings.Contains(l.text, "@") || spelledAt.MatchString(l.text) {
			return true
		}
	}
	return false
}

// narrow keeps of a text that is longer than any card the lines around the first
// email, or its begin where it has none.
func narrow(all []*line) {
	const longest, around = 40, 12
	at, n := -1, 0
	for i, l := range all {
		if l.outside || strings.TrimSpace(l.text) == "" {
			continue
		}
		if n++; at < 0 && emailForm.MatchString(l.text) {
			at = i
		}
	}
	if n <= longest {
		return
	}
	at = max(at, 0)
	for i, l := range all {
		l.outside = l.outside || i < at-around || i > at+around
	}
}

// blocks are the parts of a text between empty lines and rulers, each with the one
// behind it.
func blocks(all []*line) [][]*line {
	var out [][]*line
	open := false
	for _, l := range all {
		gap := strings.TrimSpace(l.text) == "" || ruler.MatchString(l.text)
		if !open {
			out = append(out, nil)
		}
		last := len(out) - 1
		out[last] = append(out[last], l)
		open = !gap
	}
	return out
}

// fresh are the lines of which nothing is taken.
func fresh(block []*line) []*line {
	out := make([]*line, len(block))
	for i, l := range block {
		out[i] = &line{text: l.text, number: l.number, outside: l.outside}
	}
	return out
}
