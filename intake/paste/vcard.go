package paste

import (
	"strings"

	"leadpad/safe/lazyregexp"
)

var (
	cardBegin = lazyregexp.New(`(?i)BEGIN:\s*VCARD`)
	cardEnd   = lazyregexp.New(`(?i)END:VCARD`)
)

// readVCards reads vCards of versions 2.1, 3.0 and 4.0, also one that is cut off.
func readVCards(text string, o Options) []Lead {
	if !strings.Contains(strings.ToUpper(text), "VCARD") {
		return nil
	}
	at := cardBegin.FindAllStringIndex(text, -1)
	if len(at) == 0 {
		return nil
	}
	var leads []Lead
	outside := text[:at[0][0]]
	for i, span := range at {
		if o.stoppedAt(i, len(at)) {
			return nil
		}
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		body := text[span[1]:end]
		stop := cardEnd.FindStringIndex(body)
		if stop != nil {
			outside += "\n" + body[stop[1]:]
			body = body[:stop[0]]
		}
		c := newCard(nil, o)
		for _, p := range properties(body) {
			c.property(p)
		}
		c.settle()
		if one, ok := c.lead(o.As); ok {
			one.Cut = stop == nil
			leads = append(leads, one)
		} else {
			outside += "\n" + body
		}
	}
	if more := readMECards(strings.TrimSpace(outside), o); len(more) > 0 {
		return append(leads, more...)
	}
	if len(leads) > 0 {
		last := &leads[len(leads)-1]
		for l := range strings.SplitSeq(outside, "\n") {
			if l = strings.TrimSpace(l); strings.ContainsFunc(l, isWordRune) {
				last.Left = append(last.Left, Left{Text: l})
			}
		}
	}
	return leads
}

// property is one line of a vCard.
type property struct {
	name  string // in capitals, without the group
	types string // its parameters, in capitals, each with spaces around it
	value string // decoded; semicolons and commas still escaped
	raw   string
}

// properties unfolds and decodes the lines of a vCard.
func properties(body string) []property {
	var out []property
	all := strings.Split(body, "\n")
	for i := 0; i < len(all); i++ {
		l := strings.TrimRight(all[i], "\r")
		quoted := strings.Contains(strings.ToUpper(head(l)), "QUOTED-PRINTABLE")
		for i+1 < len(all) {
			next := strings.TrimRight(all[i+1], "\r")
			switch {
			case quoted && strings.HasSuffix(l, "="):
				l = l[:len(l)-1] + next
			case strings.HasPrefix(next, " "), strings.HasPrefix(next, "\t"):
				l += next[1:]
			default:
				next = ""
			}
			if next == "" {
				break
			}
			i++
		}
		before, value, ok := strings.Cut(l, ":")
		if !ok || strings.TrimSpace(before) == "" {
			if strings.TrimSpace(l) != "" {
				out = append(out, property{raw: strings.TrimSpace(l)})
			}
			continue
		}
		parts := strings.Split(strings.ToUpper(before), ";")
		name := parts[0][strings.LastIndexByte(parts[0], '.')+1:]
		if quoted {
			value = quotedPrintable(value, charset(parts))
		}
		types := " " + strings.NewReplacer("TYPE=", " ", ",", " ", `"`, "").Replace(strings.Join(parts[1:], " ")) + " "
		out = append(out, property{strings.TrimSpace(name), types, value, strings.TrimSpace(l)})
	}
	return out
}

// head is what stands before the value of a property.
func head(l string) string {
	before, _, _ := strings.Cut(l, ":")
	return before
}

func (p property) has(types ...string) bool {
	for _, t := range types {
		if strings.Contains(p.types, " "+t+" ") {
			return true
		}
	}
	return false
}

// unescaped is a value without its escapes.
func unescaped(s string) string {
	return strings.TrimSpace(strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\:`, ":").Replace(s))
}

// fields divides a value at a separator that is not escaped.
func fields(s string, separator byte) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case separator:
			out = append(out, unescaped(s[from:i]))
			from = i + 1
		}
	}
	return append(out, unescaped(s[from:]))
}

// oneLine is a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// property puts one property on its field; what has none is left over.
func (c *card) property(p property) {
	v := value{text: oneLine(unescaped(p.value)), why: Member, detail: p.name}
	if v.text == "" && p.raw == "" {
		return
	}
	switch p.name {
	case "VERSION", "END", "BEGIN":
	case "N":
		c.cardName(p)
	case "FN":
		c.fullName(v)
	case "ORG":
		c.organisation(p)
	case "TITLE":
		c.single(&c.role, v, p)
	case "ROLE":
		c.single(&c.role, v, p)
	case "EMAIL":
		if v.text = strings.TrimPrefix(v.text, "mailto:"); v.text != "" {
			c.addEmail(v)
		}
	case "TEL":
		c.telephone(v, p)
	case "ADR":
		c.cardAddress(p)
	case "URL", "X-SOCIALPROFILE", "SOCIALPROFILE":
		c.profile(v, p)
	case "NOTE":
		c.notes = strings.TrimSpace(c.notes + "\n" + unescaped(p.value))
	case "CATEGORIES":
		for _, label := range fields(p.value, ',') {
			if label != "" {
				c.labels = append(c.labels, oneLine(label))
			}
		}
	case "PHOTO", "LOGO", "SOUND", "KEY":
		const shown = 60
		if len(p.value) > shown {
			c.leave(p.name + " (not kept)")
			return
		}
		c.leave(p.raw)
	default:
		c.leave(p.plain())
	}
}

// plain is a property that no field takes, as people read it.
func (p property) plain() string {
	if p.name == "" {
		return p.raw
	}
	return p.name + ": " + oneLine(unescaped(p.value))
}

func (c *card) leave(text string) {
	if text != "" {
		c.left = append(c.left, Left{Text: text})
	}
}

// single fills a field once; another value is left over.
func (c *card) single(to *value, v value, p property) {
	switch {
	case v.text == "" || strings.EqualFold(to.text, v.text):
	case to.text == "":
		*to = v
	default:
		c.leave(p.plain())
	}
}
