package paste

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"leadpad/lead"
)

// charset is the one that a property names, in lower case.
func charset(parts []string) string {
	for _, p := range parts {
		if name, ok := strings.CutPrefix(p, "CHARSET="); ok {
			return strings.ToLower(name)
		}
	}
	return ""
}

// quotedPrintable decodes a value. A charset that does not fit what stands there is
// taken for a slip: UTF-8 if it is, else Windows-1252.
func quotedPrintable(s, charset string) string {
	raw := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '=' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			raw = append(raw, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
			continue
		}
		raw = append(raw, s[i])
	}
	text := string(raw)
	if !utf8.Valid(raw) {
		if e, err := htmlindex.Get(charset); err == nil && charset != "utf-8" {
			if decoded, err := e.NewDecoder().String(text); err == nil {
				text = decoded
			}
		}
		if !utf8.ValidString(text) {
			text, _ = charmap.Windows1252.NewDecoder().String(text)
		}
	}
	text, _ = lead.Accept(withoutOverrides(text), true)
	return strings.ReplaceAll(text, "\n", `\n`)
}

func isHex(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'F' || b >= 'a' && b <= 'f'
}

func unhex(b byte) byte {
	switch {
	case b <= '9':
		return b - '0'
	case b <= 'F':
		return b - 'A' + 10
	}
	return b - 'a' + 10
}

// cardName reads family; given; additional; prefixes; suffixes.
func (c *card) cardName(p property) {
	parts := append(fields(p.value, ';'), "", "", "", "", "")
	given := oneLine(parts[1] + " " + parts[2])
	c.person.first = value{text: given, why: Member, detail: "N"}
	c.person.last = value{text: oneLine(parts[0]), why: Member, detail: "N"}
	if given == "" {
		c.person.first, c.person.last = c.person.last, value{}
	}
	for _, t := range parts[3:5] {
		if t = oneLine(t); t != "" {
			c.left = append(c.left, Left{Text: t, Kind: Title})
		}
	}
}

// fullName keeps the name as a whole until all is read: N says it better.
func (c *card) fullName(v value) { c.whole = v }

// settle decides what the name as a whole says that its parts do not: without parts
// it is the person's, or a company's that has no person.
func (c *card) settle() {
	v := c.whole
	known := " " + lead.Fold(strings.Join([]string{c.person.first.text, c.person.last.text, c.company.text}, " ")) + " "
	for _, l := range c.left {
		if l.Kind == Title {
			known += lead.Fold(l.Text) + " "
		}
	}
	for _, w := range folded(v.text) {
		if strings.Contains(known, " "+w+" ") {
			continue
		}
		if c.person.first.text != "" || c.person.last.text != "" {
			c.leave("FN: " + v.text)
			return
		}
		p := piece{&line{text: v.text}, 0, len(v.text)}
		if h, ok := person(p); ok && len(h.words) > 1 {
			c.takeName(h, c.lastByShape(h), Member, "FN")
		} else if c.company.text == "" {
			c.company, c.certain = v, true
		} else {
			c.person.first = v
		}
		return
	}
}

// organisation reads the company and leaves its departments over.
func (c *card) organisation(p property) {
	for i, part := range fields(p.value, ';') {
		part = oneLine(part)
		switch {
		case part == "":
		case i == 0 && c.company.text == "":
			c.company, c.certain = value{text: part, why: Member, detail: "ORG"}, true
		case part != c.company.text:
			c.leave(part)
		}
	}
}

func (c *card) telephone(v value, p property) {
	v.text = strings.TrimPrefix(v.text, "tel:")
	switch {
	case v.text == "":
	case p.has("FAX") && !p.has("VOICE", "CELL"):
		c.left = append(c.left, Left{Text: "Fax " + v.text, Kind: Fax})
	case p.has("PAGER", "MODEM", "BBS", "TELEX"):
		c.leave(p.raw)
	default:
		v.person = p.has("CELL", "HOME")
		v.why = Number
		v.detail = lead.ReadPhone(v.text, c.region).Place
		c.addPhone(v)
	}
}

// cardAddress reads box; extended; street; city; state; postal code; country.
func (c *card) cardAddress(p property) {
	parts := append(fields(p.value, ';'), "", "", "", "", "", "", "")
	var street []string
	for _, i := range []int{2, 1, 0} {
		if s := oneLine(strings.ReplaceAll(parts[i], "\n", ", ")); s != "" {
			street = append(street, s)
		}
	}
	at := func(s string) value { return value{text: oneLine(s), why: Member, detail: "ADR"} }
	a := address{at(strings.Join(street, ", ")), at(parts[3]), at(parts[4]), at(parts[5]), at(parts[6])}
	if a.street.text+a.city.text+a.state.text+a.postal.text+a.country.text == "" {
		return
	}
	for _, other := range c.address {
		if other == a {
			return
		}
	}
	c.address = append(c.address, a)
	for _, more := range parts[7:] {
		c.leave(oneLine(more))
	}
}

// profile reads a web address; what is none is left over.
func (c *card) profile(v value, p property) {
	if !fits(lead.Socials, v.text) {
		if v.text != "" {
			c.leave(p.plain())
		}
		return
	}
	if _, known := c.sites.add(v.text, len(c.urls)); known {
		return
	}
	if network := lead.SocialType(v.text); network != "Website" {
		v.why, v.detail, v.person = Network, network, !strings.Contains(v.text, "/company/")
	}
	c.urls = append(c.urls, v)
}
