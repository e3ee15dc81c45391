package columns

import (
	"strings"
	"unicode"

	"leadpad/intake"
	"leadpad/lead"
)

// phone adds phones. A fax that a column beside it names goes to the notes.
func (b *row) phone(c *Column, i int, text string) {
	if sort := b.sortOf(i); intake.NoPhone(sort) {
		b.keep(c.Header+" ("+sort+")", text)
		return
	}
	l := &b.item.Lead
	if rest, ok := strings.CutPrefix(text, "'"); ok && rest != "" && strings.ContainsAny(rest[:1], "+0123456789(") {
		b.item.Say(intake.Apostrophe, c.Header)
		text = rest
	}
	l.Phones = b.add(l.Phones, lead.Phones, c, text, func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) || unicode.IsLetter(r) {
				return r
			}
			return -1
		}, s)
	})
}

// sortOf is what stands in the column that says which kind of phone the one at i is.
func (b *row) sortOf(i int) string {
	if b.Format != Google {
		return ""
	}
	name, _ := strings.CutSuffix(Key(b.Columns[i].Header), " value")
	for k := range min(len(b.Columns), len(b.cells)) {
		if key := Key(b.Columns[k].Header); key == name+" label" || key == name+" type" {
			return strings.Trim(b.cells[k], "* ")
		}
	}
	return ""
}

// shortened finds phones from which a spreadsheet took the plus sign or the first zero.
// They stay as they are and are problems: which number it was, nobody knows.
func (b *row) shortened() {
	l := &b.item.Lead
	region := lead.PhoneRegion(*l, 0, lead.Rules{Region: b.Region})
	for n, phone := range l.Phones {
		if kind, meant := lost(phone, region); kind != "" {
			b.item.Problems = append(b.item.Problems, lead.Problem{
				Path: lead.Path{Field: lead.Phones, Row: n}, Cause: lead.Cause{Kind: kind, Value: meant},
			})
			continue
		}
		if !b.International || region == "" || strings.HasPrefix(phone, "+") {
			continue
		}
		if p := lead.ReadPhone(phone, region); p.Valid && p.National && p.Beside == "" && p.Extension == "" {
			l.Phones[n] = p.Display
		}
	}
}

// lost says what a spreadsheet took from a number, and the one that it may have been.
func lost(phone, region string) (lead.CauseKind, string) {
	const least = 8
	if len(phone) < least || !number(phone) || phone[0] == '0' {
		return "", ""
	}
	plain := lead.ReadPhone(phone, region)
	if region != "" {
		zero := lead.ReadPhone("0"+phone, region)
		if zero.Valid && zero.National && zero.E164 == plain.E164 && plain.National {
			return intake.LostZero, zero.Display
		}
	}
	if plain.Valid && plain.National {
		return "", ""
	}
	if plus := lead.ReadPhone("+"+phone, ""); plus.Valid && len(phone) > least+1 {
		return intake.LostPlus, plus.Display
	}
	return "", ""
}
